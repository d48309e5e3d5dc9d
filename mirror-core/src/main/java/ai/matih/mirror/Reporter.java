package ai.matih.mirror;

import ai.matih.mirror.compare.ComparisonResult;
import ai.matih.mirror.compare.Difference;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Says what happened, to the log and the listener. Thread-safe. */
final class Reporter {
  private static final int MAX_TOLD = 5;

  private final String route;
  private final MirrorListener listener;
  private final Logger logger;
  private final FailureLog failures;
  private final Worker worker;
  private final AtomicBoolean telling = new AtomicBoolean();

  Reporter(String route, MirrorListener listener, Tally tally) {
    this.route = route;
    this.listener = listener;
    this.logger = LoggerFactory.getLogger("ai.matih.mirror." + route);
    this.failures = new FailureLog(logger, route, tally);
    // What queues up is bounded by the permits that it holds.
    this.worker = new Worker("mirror-" + route, Integer.MAX_VALUE);
  }

  /** Tells of failures on the thread for reports, unless that is still about the last time. */
  void tick(long now) {
    if (telling.get() || !failures.hasNews(now)) {
      return;
    }
    telling.set(true);
    execute(
        () -> {
          failures.tick(now);
          telling.set(false);
        },
        () -> {});
  }

  /** Runs the task on the thread for reports, or the other here if that has stopped. */
  void execute(Runnable task, Runnable ifStopped) {
    if (!worker.tryExecute(task, ifStopped)) {
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
    ComparisonResult result = exchange.comparison();
    boolean differs = result != null && result.state() == ComparisonResult.State.DIFFERENT;
    LoggingEventBuilder line = differs ? logger.atWarn() : logger.atInfo();
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
    if (result == null) {
      line.log("mirrored, not compared");
    } else {
      tell(line, result);
    }
  }

  private static void tell(LoggingEventBuilder line, ComparisonResult result) {
    switch (result.state()) {
      case EQUAL -> line.log("mirrored, alike");
      case NOT_COMPARABLE ->
          line.addKeyValue("obstacle", result.obstacle())
              .log("mirrored, alike as far as they are comparable");
      case DIFFERENT -> {
        String differences = inShort(result.differences());
        line.addKeyValue("differs", differences).log("mirrored, differs in {}", differences);
      }
    }
  }

  /** Paths and kinds of the first ones; values are for those who ask for the report. */
  private static String inShort(List<Difference> differences) {
    String first =
        differences.stream()
            .limit(MAX_TOLD)
            .map(each -> each.path() + " " + each.kind())
            .collect(Collectors.joining(", "));
    int more = differences.size() - MAX_TOLD;
    return more > 0 ? first + " and " + more + " more" : first;
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
    execute(() -> failures.tickLast(System.nanoTime()), () -> {});
    worker.close(atMost);
  }
}
