package ai.matih.mirror.dispatch;

import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where copies pass from the primary's threads to an event loop.
 *
 * <p>To wake a loop that sleeps costs both sides more than anything else they do for a copy. So the
 * loop is woken for a copy that comes alone; once copies come within a millisecond of each other it
 * looks for them by itself, once per millisecond, until it finds none. Only a copy that somebody
 * waits for wakes it all the same.
 *
 * <p>But for {@link #offer} it is used on the event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a look that is not run is one of a closed loop
final class HandOver {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final EventLoop loop;
  private final Consumer<@Nullable Transfer> taker;

  /** The copies handed over and not yet taken, the latest first. */
  private final AtomicReference<@Nullable Transfer> latest = new AtomicReference<>();

  /** Whether the loop is going to look by itself. */
  private volatile boolean looking;

  private long takenAt;
  private boolean closed;

  /**
   * @param taker gets the first of the copies that came, if any, which leads to the others in their
   *     order
   */
  HandOver(EventLoop loop, Consumer<@Nullable Transfer> taker) {
    this.loop = loop;
    this.taker = taker;
    this.takenAt = loop.ticker().nanoTime() - LOOK_NANOS;
  }

  /**
   * Takes a copy over from any thread.
   *
   * @throws RejectedExecutionException if the loop is closed
   * @throws OutOfMemoryError if there is none for the loop's thread
   */
  void offer(Transfer transfer) {
    Transfer before;
    do {
      before = latest.get();
      transfer.next = before;
    } while (!latest.compareAndSet(before, transfer));
    // Read after the copy is there to be seen: a loop that stops looking looks once more.
    if (transfer.request.isAwaited() || (before == null && !looking)) {
      loop.execute(this::woken);
    }
  }

  boolean isEmpty() {
    return latest.get() == null;
  }

  private void woken() {
    long now = loop.ticker().nanoTime();
    boolean often = now - takenAt < LOOK_NANOS;
    takenAt = now;
    take();
    if (often && !looking && !closed) {
      lookLater();
    }
  }

  private void lookLater() {
    loop.schedule(this::look, LOOK_NANOS, TimeUnit.NANOSECONDS);
    // Not before: without memory for the look, the next copy wakes the loop.
    looking = true;
  }

  private void look() {
    if (closed) {
      return;
    }
    // What comes from here on wakes the loop; what came before is found below.
    looking = false;
    if (!isEmpty()) {
      takenAt = loop.ticker().nanoTime();
      try {
        lookLater();
      } finally {
        take();
      }
    }
  }

  private void take() {
    taker.accept(takeAll());
  }

  /** Takes what there is, on any thread: the first, which leads to the others in their order. */
  @Nullable Transfer takeAll() {
    Transfer first = null;
    Transfer transfer = latest.getAndSet(null);
    while (transfer != null) {
      Transfer before = transfer.next;
      transfer.next = first;
      first = transfer;
      transfer = before;
    }
    return first;
  }

  /** From now on each copy wakes the loop, which can tell it that it is closed. */
  void close() {
    closed = true;
    looking = false;
  }
}
