package ai.matih.mirror;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The exchanges under way, at most a fixed number: entering is the permit. Thread-safe, never
 * waits.
 *
 * <p>A table rather than a counter, so that what is never ended by anyone can be found and ended.
 */
final class InFlight {
  private final int limit;
  private final AtomicInteger count = new AtomicInteger();
  // Twice as many places as permits: a free one is found after two tries on average.
  private final AtomicReferenceArray<@Nullable OpenExchange> places;

  InFlight(int limit) {
    this.limit = limit;
    this.places = new AtomicReferenceArray<>(Integer.highestOneBit(limit) << 2);
  }

  int count() {
    return count.get();
  }

  boolean isFull() {
    return count.get() >= limit;
  }

  boolean tryEnter(OpenExchange exchange) {
    if (count.getAndIncrement() >= limit) {
      count.decrementAndGet();
      return false;
    }
    int mask = places.length() - 1;
    int place = ThreadLocalRandom.current().nextInt();
    do {
      exchange.place = place++ & mask;
    } while (!places.compareAndSet(exchange.place, null, exchange));
    return true;
  }

  /** Must be called for every exchange that entered; only the first call counts. */
  void leave(OpenExchange exchange) {
    if (places.compareAndSet(exchange.place, exchange, null)) {
      count.decrementAndGet();
    }
  }

  void forEach(Consumer<OpenExchange> action) {
    for (int i = 0; i < places.length(); i++) {
      OpenExchange exchange = places.get(i);
      if (exchange != null) {
        action.accept(exchange);
      }
    }
  }
}
