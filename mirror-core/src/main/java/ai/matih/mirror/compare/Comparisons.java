package ai.matih.mirror.compare;

import ai.matih.mirror.ObservedResponse;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The running account of how one mirror's answers compare with the primary's. Its size is bounded,
 * whatever the traffic: by the number of endpoints, of paths of each, and of samples of each path.
 *
 * <p>Thread-safe. Nothing waits for longer than it takes to add one exchange to an endpoint.
 */
public final class Comparisons {
  private final String route;
  private final Comparison settings;
  private final boolean withBaseline;
  private final Evidence evidence;
  private final InstantSource clock;
  private volatile Window window;

  /**
   * An empty account.
   *
   * @param settings for its bounds, its endpoints and what it takes for proved
   * @param withBaseline whether exchanges have an answer of a baseline too
   */
  public Comparisons(String route, Comparison settings, boolean withBaseline) {
    this(route, settings, withBaseline, InstantSource.system());
  }

  Comparisons(String route, Comparison settings, boolean withBaseline, InstantSource clock) {
    this.route = route;
    this.settings = settings;
    this.withBaseline = withBaseline;
    this.clock = clock;
    this.evidence = new Evidence(settings, withBaseline);
    this.window = new Window(clock.instant(), settings, evidence);
  }

  /**
   * Adds one exchange. It counts as skipped if an answer is missing.
   *
   * @param path the request's path; a query is left out of account
   * @param baseline the baseline's answer; null if there is no baseline, or it did not answer
   * @param baselineResult how that compares with the primary's
   */
  public void add(
      String method,
      String path,
      ObservedResponse primary,
      ObservedResponse mirror,
      ComparisonResult result,
      @Nullable ObservedResponse baseline,
      @Nullable ComparisonResult baselineResult) {
    EndpointAccount endpoint = window.endpoint(method, path);
    boolean answered = primary.status() != 0 && mirror.status() != 0;
    if (answered && !withBaseline) {
      endpoint.add(primary, mirror, result, null, null);
    } else if (answered && baseline != null && baseline.status() != 0 && baselineResult != null) {
      endpoint.add(primary, mirror, result, baseline, baselineResult);
    } else {
      endpoint.skipped();
    }
  }

  /** Counts an exchange that could not be compared for want of means. Never waits. */
  public void skipped(String method, String path) {
    window.endpoint(method, path).skipped();
  }

  /** The account as it stands. */
  public ComparisonReport report() {
    return window.report(route, withBaseline);
  }

  /** Begins anew. What is just being added may still go to the account that ends. */
  public void reset() {
    window = new Window(clock.instant(), settings, evidence);
  }
}
