package ai.matih.mirror.client;

import ai.matih.mirror.MirrorConfig;

/**
 * The documented uses of a mirror, each with the settings documented for it. None of them makes the
 * primary's response wait.
 */
public enum MirrorPreset {
  /** Tries a new version on all traffic before it serves any: 100 %, responses logged. */
  PRE_PRODUCTION_VALIDATION(100, true),

  /** Measures another build or machine under a real mix of requests: 25 %, nothing logged. */
  PERFORMANCE_BENCHMARKING(25, false),

  /** Fills the caches of an instance before it takes over: 100 %, nothing logged. */
  CACHE_WARMING(100, false);

  private final int percentage;
  private final boolean logResponses;

  MirrorPreset(int percentage, boolean logResponses) {
    this.percentage = percentage;
    this.logResponses = logResponses;
  }

  /**
   * The settings of this use, with copies to the given target.
   *
   * @throws IllegalArgumentException naming property, value and expectation, if one is not valid
   */
  public MirrorConfig to(String mirrorHost, int mirrorPort) {
    return MirrorConfig.of(mirrorHost, mirrorPort)
        .withPercentage(percentage)
        .withLogResponses(logResponses);
  }
}
