package ai.matih.mirror;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Looks for overdue exchanges, and for failures to tell of, on a thread of its own that starts with
 * the first exchange and on which no foreign code runs.
 */
final class Sweep {
  private static final long TICK_MILLIS = 100;

  private final InFlight inFlight;
  private final Reporter reporter;
  private final ScheduledThreadPoolExecutor thread;
  private volatile boolean started;

  Sweep(String name, InFlight inFlight, Reporter reporter) {
    this.inFlight = inFlight;
    this.reporter = reporter;
    this.thread = new ScheduledThreadPoolExecutor(1, task -> Worker.daemon(name, task));
  }

  /**
   * To be called before there is something to look for; costs nothing but the first time. Does not
   * throw: without memory for a thread, the next call tries again.
   */
  void start() {
    if (!started) {
      try {
        startThread();
      } catch (Throwable error) {
        reporter.internalError(error);
      }
    }
  }

  private synchronized void startThread() {
    if (!started) {
      // A tick catches what it throws, and the thread's end is the ticking's.
      var unused =
          thread.scheduleWithFixedDelay(
              this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
      started = true;
    }
  }

  private void tick() {
    try {
      long now = System.nanoTime();
      inFlight.forEach(exchange -> exchange.expire(now));
      reporter.tick(now);
    } catch (Throwable error) {
      // What is thrown out of here would end the ticking.
      reporter.internalError(error);
    }
  }

  synchronized void close() {
    started = true;
    thread.shutdownNow();
  }
}
