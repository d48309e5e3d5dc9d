package ai.matih.mirror.test;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what another thread brings about. */
final class Await {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(15);

  private Await() {}

  /** Returns once the condition holds, and fails, saying what is the matter, if it never does. */
  static void until(BooleanSupplier condition, Supplier<?> otherwise) {
    long end = System.nanoTime() + PATIENCE;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("waited in vain: " + otherwise.get());
      }
      LockSupport.parkNanos(500_000);
    }
  }

  /** Returns once the latch is open; fails if it never is. */
  static void open(CountDownLatch latch) {
    try {
      if (!latch.await(PATIENCE, TimeUnit.NANOSECONDS)) {
        throw new AssertionError("waited in vain for a latch");
      }
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }
}
