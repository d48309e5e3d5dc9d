package ai.matih.mirror;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what other threads bring about; how long at most is the test's own time limit. */
final class Await {

  private Await() {}

  static void until(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new AssertionError("the condition did not come about in time");
      }
      LockSupport.parkNanos(100_000);
    }
  }
}
