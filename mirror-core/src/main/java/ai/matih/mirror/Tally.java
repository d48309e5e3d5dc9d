package ai.matih.mirror;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The counters of one mirror. Thread-safe. */
final class Tally {
  private final LongAdder offered = new LongAdder();
  private final LongAdder letGo = new LongAdder();
  private final Map<Outcome, LongAdder> ended = new EnumMap<>(Outcome.class);

  Tally() {
    for (Outcome outcome : Outcome.values()) {
      ended.put(outcome, new LongAdder());
    }
  }

  void offered() {
    offered.increment();
  }

  @SuppressWarnings("NullAway") // every outcome has its counter
  void ended(Outcome outcome) {
    ended.get(outcome).increment();
  }

  /** A response that was to wait for the mirror did not. */
  void letGo() {
    letGo.increment();
  }

  long letGoCount() {
    return letGo.sum();
  }

  long offeredCount() {
    return offered.sum();
  }

  Map<Outcome, Long> outcomes() {
    Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    ended.forEach((outcome, count) -> counts.put(outcome, count.sum()));
    return counts;
  }
}
