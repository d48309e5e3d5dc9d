package ai.matih.mirror.netty;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what another thread brings about. */
final class Awaiting {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(15);

  private Awaiting() {}

  static void until(BooleanSupplier condition, Supplier<?> otherwise) {
    long end = System.nanoTime() + PATIENCE;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("waited in vain: " + otherwise.get());
      }
      LockSupport.parkNanos(500_000);
    }
  }
}
