package ai.matih.mirror;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The primary's response of one exchange, if anybody will look at it. Written by the primary's
 * threads, one at a time, and published by its end.
 */
final class PrimaryResponse {
  private final @Nullable ResponseObserver observer;
  private final long startedAt = System.nanoTime();
  private long endedAt;
  private volatile boolean over;

  PrimaryResponse(@Nullable ResponseObserver observer) {
    this.observer = observer;
  }

  long startedAt() {
    return startedAt;
  }

  boolean isWanted() {
    return observer != null;
  }

  /** Where to pass it through, or null if nobody will look at it or it is over. */
  @Nullable ResponseObserver observer() {
    return over ? null : observer;
  }

  /** The status seen last, or 0. */
  int status() {
    return observer == null ? 0 : observer.status();
  }

  void end() {
    if (observer != null) {
      endedAt = System.nanoTime();
    }
    over = true;
  }

  boolean isOver() {
    return over;
  }

  /** What was seen, once it is over and if there was anything. */
  @Nullable ObservedResponse observed(String method) {
    return observer == null || !over || observer.status() == 0
        ? null
        : observer.observed(method, Duration.ofNanos(endedAt - startedAt));
  }
}
