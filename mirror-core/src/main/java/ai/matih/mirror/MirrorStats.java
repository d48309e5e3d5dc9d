package ai.matih.mirror;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * A snapshot of a mirror's counters since it was built. Immutable. Taken under load it may be off
 * by the requests that are under way; at rest {@code offered} is the sum of the outcomes, and
 * nothing is in flight or held.
 *
 * @param route the mirror's route
 * @param offered requests that were offered for copying
 * @param outcomes how many of them ended how; every outcome is a key
 * @param inFlight exchanges begun and not over
 * @param heldBytes bytes of requests held for copies
 * @param letGo responses of the primary that were to wait for the mirror, in synchronous mode, and
 *     did not, because too much would have been held or the server gives no way
 * @param circuitOpen whether copies are refused because the mirror failed too often
 */
public record MirrorStats(
    String route,
    long offered,
    Map<Outcome, Long> outcomes,
    int inFlight,
    long heldBytes,
    long letGo,
    boolean circuitOpen) {

  /** The outcomes are copied. */
  public MirrorStats {
    Map<Outcome, Long> copy = new EnumMap<>(Outcome.class);
    copy.putAll(outcomes);
    outcomes = Collections.unmodifiableMap(copy);
  }

  /** Of a mirror that has not done anything. */
  static MirrorStats none(String route) {
    return new MirrorStats(route, 0, new Tally().outcomes(), 0, 0, 0, false);
  }

  /** How many requests ended so. */
  public long count(Outcome outcome) {
    return outcomes.getOrDefault(outcome, 0L);
  }

  /** How many requests ended in an outcome of this kind. */
  public long count(Outcome.Kind kind) {
    return outcomes.entrySet().stream()
        .filter(entry -> entry.getKey().kind() == kind)
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
