package ai.matih.mirror.gateway;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for what another thread brings about. */
final class Waiting {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(15);

  /** May fail as long as it is not so. */
  @FunctionalInterface
  interface Condition {

    boolean holds() throws Exception;
  }

  private Waiting() {}

  static void until(Condition condition, Supplier<?> otherwise) throws Exception {
    long end = System.nanoTime() + PATIENCE;
    while (!condition.holds()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("waited in vain: " + otherwise.get());
      }
      LockSupport.parkNanos(2_000_000);
    }
  }
}
