package ai.matih.mirror;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes all copies of one mirror hold together, and may hold. Thread-safe, never waits.
 */
final class ByteBudget {
  private final long limit;
  private final AtomicLong held = new AtomicLong();

  ByteBudget(long limit) {
    this.limit = limit;
  }

  long held() {
    return held.get();
  }

  Reservation open() {
    return new Reservation();
  }

  private boolean tryAcquire(long bytes) {
    long now;
    do {
      now = held.get();
      if (bytes > limit - now) {
        return false;
      }
    } while (!held.compareAndSet(now, now + bytes));
    return true;
  }

  /** One exchange's part of the budget. Closing gives it back; once closed it takes no more. */
  @SuppressWarnings("serial") // an AtomicLong for its field, never serialised
  final class Reservation extends AtomicLong {
    private static final long CLOSED = -1;

    boolean tryTake(long bytes) {
      if (!tryAcquire(bytes)) {
        return false;
      }
      long mine;
      do {
        mine = get();
        if (mine == CLOSED) {
          held.addAndGet(-bytes);
          return false;
        }
      } while (!compareAndSet(mine, mine + bytes));
      return true;
    }

    void close() {
      long mine = getAndSet(CLOSED);
      if (mine > 0) {
        held.addAndGet(-mine);
      }
    }
  }
}
