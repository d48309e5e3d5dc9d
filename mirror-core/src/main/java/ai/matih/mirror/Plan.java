package ai.matih.mirror;

import org.jspecify.annotations.Nullable;

/**
 * What governs a request from the decision to the outcome: one configuration, and what follows from
 * it. Immutable but for its legs.
 *
 * @param baseline where copies go besides, to be compared with as well, or null
 * @param observed whether anybody will look at the responses
 * @param refusal how every request is refused, or null
 */
record Plan(
    MirrorConfig config,
    double share,
    Leg mirror,
    @Nullable Leg baseline,
    boolean observed,
    @Nullable Outcome refusal) {

  /** This plan, with every request refused. */
  Plan refusing(Outcome outcome) {
    return new Plan(config, share, mirror, baseline, observed, outcome);
  }
}
