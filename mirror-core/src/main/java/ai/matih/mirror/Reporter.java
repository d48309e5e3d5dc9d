package ai.matih.mirror;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Says what happened, to the log and the listener. Thread-safe. */
final class Reporter {
  private final String route;
  private final MirrorListener listener;
  private final Logger logger;
  private final FailureLog failures;
  private final Reports reports;
  private final AtomicBoolean telling = new AtomicBoolean();

  Reporter(String route, MirrorListener listener, Tally tally) {
    this.route = route;
    this.listener = listener;
    this.logger = LoggerFactory.getLogger("ai.matih.mirror." + route);
    this.failures = new FailureLog(logger, route, tally);
    this.reports = new Reports("mirror-" + route);
  }

  /** Tells of failures on the thread for reports, unless that is still about the last time. */
  void tick(long now) {
    if (telling.get() || !failures.hasNews(now)) {
      return;
    }
    telling.set(true);
    reports.execute(
        () -> {
          failures.tick(now);
          telling.set(false);
        },
        () -> {});
  }

  /** Runs the task on the thread for reports, or the other here if that has stopped. */
  void execute(Runnable task, Runnable ifStopped) {
    reports.execute(task, ifStopped);
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
      line.addKeyValue("differs", differences).log("mirrored, differs in {}", differences);
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
  }

  void warn(String message) {
    logger.atWarn().addKeyValue("route", route).log(message);
  }

  /** Tells what is left to tell, and stops. */
  void close(Duration atMost) {
    reports.execute(() -> failures.tickLast(System.nanoTime()), () -> {});
    reports.close(atMost);
  }
}
