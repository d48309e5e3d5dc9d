package ai.matih.mirror;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The primary's response of one exchange, kept back in synchronous mode until the copy is settled,
 * or the target's timeout has passed since it was first to be kept back, or there is more of it
 * than may be held. Thread-safe.
 */
class ResponseHold {

  /** Of an exchange that is not synchronous: keeps nothing back. */
  static final ResponseHold NONE = new ResponseHold();

  private ResponseHold() {}

  /** The hold of a synchronous exchange. */
  static ResponseHold of(Engine engine, long timeoutNanos) {
    return new On(engine, timeoutNanos);
  }

  boolean isOn() {
    return false;
  }

  boolean tryTake(int bytes) {
    return false;
  }

  void whenReleased(Runnable action) {
    action.run();
  }

  void await() {}

  void letGo() {}

  void release() {}

  void expire(long now) {}

  private static final class On extends ResponseHold {
    private static final long NOT_ASKED = Long.MIN_VALUE;

    private final CompletableFuture<Void> released = new CompletableFuture<>();
    private final Engine engine;
    private final ByteBudget.Reservation budget;
    private final long timeout;
    private long held;
    private volatile long askedAt = NOT_ASKED;

    On(Engine engine, long timeout) {
      this.engine = engine;
      this.budget = engine.budget.open();
      this.timeout = timeout;
    }

    @Override
    boolean isOn() {
      return !released.isDone();
    }

    @Override
    boolean tryTake(int bytes) {
      ask();
      if (bytes > engine.maxHeldResponseBytes - held || !budget.tryTake(bytes)) {
        letGo();
        return false;
      }
      held += bytes;
      return true;
    }

    @Override
    void whenReleased(Runnable action) {
      ask();
      var unused = released.thenRun(action);
    }

    @Override
    void await() {
      ask();
      try {
        released.get(timeout, TimeUnit.NANOSECONDS);
      } catch (TimeoutException | ExecutionException e) {
        release();
      } catch (InterruptedException e) {
        // The application's own business; its response does not wait any longer.
        Thread.currentThread().interrupt();
        release();
      }
    }

    @Override
    void letGo() {
      if (isOn()) {
        engine.tally.letGo();
      }
      release();
    }

    @Override
    void release() {
      budget.close();
      released.complete(null);
    }

    @Override
    void expire(long now) {
      long since = askedAt;
      if (since != NOT_ASKED && now - since >= timeout) {
        release();
      }
    }

    private void ask() {
      if (askedAt == NOT_ASKED) {
        askedAt = System.nanoTime();
      }
    }
  }
}
