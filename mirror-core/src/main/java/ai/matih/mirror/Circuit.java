package ai.matih.mirror;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps copies from a target that fails: opens after a number of failures without a success between
 * them, then lets one probe at a time through, after a pause that doubles with every failed probe.
 * Thread-safe, never waits.
 */
final class Circuit {

  /** Leave to send one copy; whoever got it says once how that went. */
  interface Pass {}

  private static final Pass ORDINARY = new Pass() {};

  /** The circuit open: identity matters, so that a late probe cannot speak for a later opening. */
  private record Open(long pauseNanos, long retryAt, boolean probing) implements Pass {}

  private final int threshold;
  private final long firstPause;
  private final long longestPause;
  private final LongSupplier clock;
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicReference<@Nullable Open> open = new AtomicReference<>();

  /**
   * A closed circuit.
   *
   * @param clock nanoseconds of any origin; not asked while the circuit is closed
   */
  Circuit(int threshold, long firstPauseNanos, long longestPauseNanos, LongSupplier clock) {
    this.threshold = threshold;
    this.firstPause = firstPauseNanos;
    this.longestPause = longestPauseNanos;
    this.clock = clock;
  }

  boolean isOpen() {
    return open.get() != null;
  }

  /** Whether a copy would be refused now; cheaper than trying. */
  boolean refuses() {
    Open state = open.get();
    return state != null && refuses(state);
  }

  /** A pass, or null when the copy is refused. */
  @Nullable Pass tryPass() {
    Open state = open.get();
    if (state == null) {
      return ORDINARY;
    }
    if (refuses(state)) {
      return null;
    }
    Open probe = new Open(state.pauseNanos, state.retryAt, true);
    return open.compareAndSet(state, probe) ? probe : null;
  }

  private boolean refuses(Open state) {
    return state.probing || clock.getAsLong() - state.retryAt < 0;
  }

  /** The target answered. */
  void succeeded() {
    if (failures.get() != 0) {
      failures.set(0);
    }
    if (open.get() != null) {
      open.set(null);
    }
  }

  /** The target did not answer. */
  void failed(Pass pass) {
    if (pass instanceof Open probe) {
      long pause = Math.min(2 * probe.pauseNanos, longestPause);
      open.compareAndSet(probe, new Open(pause, clock.getAsLong() + pause, false));
    } else if (failures.incrementAndGet() >= threshold && open.get() == null) {
      failures.set(0);
      open.compareAndSet(null, new Open(firstPause, clock.getAsLong() + firstPause, false));
    }
  }

  /** The copy was not sent, which says nothing of the target. */
  void unused(Pass pass) {
    if (pass instanceof Open probe) {
      open.compareAndSet(probe, new Open(probe.pauseNanos, probe.retryAt, false));
    }
  }
}
