package ai.matih.mirror;

import org.jspecify.annotations.Nullable;

/**
 * What governs a request from the decision to the outcome: one configuration, and what follows from
 * it. Immutable but for the circuit, which is the target's.
 */
record Plan(
    MirrorConfig config,
    double share,
    MirrorTarget target,
    Circuit circuit,
    boolean observed,
    @Nullable Outcome refusal) {

  /** This plan, with every request refused. */
  Plan refusing(Outcome outcome) {
    return new Plan(config, share, target, circuit, observed, outcome);
  }
}
