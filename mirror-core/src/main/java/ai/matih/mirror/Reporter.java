package ai.matih.mirror;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Says what happened, to the log and the listener, and does on a thread of its own what must not be
 * done on the primary's: reports of exchanges that end there, the sweep of overdue exchanges, and
 * summaries of failures. The thread starts with the first exchange.
 */
final class Reporter {
  private static final long TICK_MILLIS = 100;

  private final String route;
  private final MirrorListener listener;
  private final InFlight inFlight;
  private final Logger logger;
  private final FailureLog failures;
  private final ScheduledThreadPoolExecutor thread;
  private volatile boolean started;

  Reporter(String route, MirrorListener listener, Tally tally, InFlight inFlight) {
    this.route = route;
    this.listener = listener;
    this.inFlight = inFlight;
    this.logger = LoggerFactory.getLogger("ai.matih.mirror." + route);
    this.failures = new FailureLog(logger, route, tally);
    this.thread = new ScheduledThreadPoolExecutor(1, task -> daemon("mirror-" + route, task));
    this.thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** A thread that keeps neither the process alive nor the caller's class loader. */
  private static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.setContextClassLoader(Reporter.class.getClassLoader());
    return thread;
  }

  /** To be called before the first exchange that may need the thread; costs nothing later. */
  void start() {
    if (!started) {
      startThread();
    }
  }

  private synchronized void startThread() {
    if (!started && !thread.isShutdown()) {
      // A tick catches what it throws, and the thread's end is the ticking's.
      var unused =
          thread.scheduleWithFixedDelay(
              this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }
    started = true;
  }

  private void tick() {
    try {
      long now = System.nanoTime();
      inFlight.forEach(exchange -> exchange.expire(now));
      failures.tick(now);
    } catch (Throwable error) {
      // What is thrown out of here would end the ticking.
      internalError(error);
    }
  }

  /** Runs the task on the thread, or the other here if the thread has stopped. */
  void execute(Runnable task, Runnable ifStopped) {
    try {
      thread.execute(task);
    } catch (RejectedExecutionException e) {
      ifStopped.run();
    }
  }

  void report(Exchange exchange, boolean log) {
    try {
      if (log && exchange.outcome() == Outcome.RESPONDED) {
        log(exchange);
      }
      listener.ended(exchange);
    } catch (Throwable error) {
      internalError(error);
    }
  }

  private void log(Exchange exchange) {
    ObservedResponse primary = exchange.primary();
    ObservedResponse mirror = exchange.response();
    if (mirror == null || mirror.status() == 0) {
      return;
    }
    var differences = exchange.differences();
    LoggingEventBuilder line = differences.isEmpty() ? logger.atInfo() : logger.atWarn();
    line =
        line.addKeyValue("route", route)
            .addKeyValue("target", exchange.mirror())
            .addKeyValue("method", exchange.method())
            .addKeyValue("path", exchange.path())
            .addKeyValue("mirrorStatus", mirror.status())
            .addKeyValue("mirrorMillis", mirror.elapsed().toMillis())
            .addKeyValue("mirrorBytes", mirror.bodyLength());
    if (primary == null) {
      line.log("mirrored, primary not seen");
      return;
    }
    line =
        line.addKeyValue("primaryStatus", primary.status())
            .addKeyValue("primaryMillis", primary.elapsed().toMillis())
            .addKeyValue("primaryBytes", primary.bodyLength());
    if (!differences.isEmpty()) {
      line.log(
          "mirrored, differs in {}",
          differences.stream().map(Enum::name).collect(Collectors.joining(", ")));
    } else if (exchange.bodiesComparable()) {
      line.log("mirrored, alike");
    } else {
      line.log("mirrored, status alike, bodies not comparable");
    }
  }

  /** A copy failed; the cause is kept for the next line about failures. */
  void failed(@Nullable Throwable cause) {
    failures.lastCause = cause;
  }

  /** Something of ours or a user's extension failed; the cause is kept likewise. */
  void internalError(Throwable error) {
    failures.lastError = error;
    start();
  }

  void warn(String message) {
    logger.atWarn().addKeyValue("route", route).log(message);
  }

  void close(Duration atMost) {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
