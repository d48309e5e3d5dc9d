package ai.matih.mirror;

import org.jspecify.annotations.Nullable;

/**
 * A way that copies take: where to, with the counters of how they ended and the circuit that keeps
 * them from a target that fails. Immutable but for these.
 */
record Leg(MirrorTarget target, Circuit circuit, Tally tally) {

  /** Counts that a copy is to go this way; a pass, or null when the circuit refuses it. */
  Circuit.@Nullable Pass tryEnter() {
    tally.offered();
    Circuit.Pass pass = circuit.tryPass();
    if (pass == null) {
      tally.ended(Outcome.CIRCUIT_OPEN);
    }
    return pass;
  }

  /** A copy has ended: it is counted, and the circuit hears of it. */
  void ended(Outcome outcome, Circuit.Pass pass) {
    tally.ended(outcome);
    switch (outcome.kind()) {
      case DONE -> circuit.succeeded();
      case FAILED -> circuit.failed(pass);
      default -> circuit.unused(pass);
    }
  }
}
