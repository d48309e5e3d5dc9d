package ai.matih.mirror;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Tells of copies that failed or were dropped: at once when it begins, then one line per 30 seconds
 * with counts. It compares counters, so that a failure costs nothing but its count. Used by one
 * thread at a time, but for the causes.
 */
final class FailureLog {
  private static final long PAUSE = Duration.ofSeconds(30).toNanos();

  /** What a service sees every day without anything being wrong. */
  private static final Set<Outcome> ORDINARY =
      EnumSet.of(
          Outcome.BODY_TOO_LARGE,
          Outcome.BODY_INCOMPLETE,
          Outcome.BODY_UNREADABLE,
          Outcome.MALFORMED_REQUEST,
          Outcome.CLOSED);

  private final Logger logger;
  private final String route;
  private final Tally tally;
  private Map<Outcome, Long> told = new EnumMap<>(Outcome.class);
  private boolean toldAny;
  private long toldAt;
  private boolean toldUnreadable;
  volatile @Nullable Throwable lastCause;
  volatile @Nullable Throwable lastError;

  FailureLog(Logger logger, String route, Tally tally) {
    this.logger = logger;
    this.route = route;
    this.tally = tally;
  }

  /** Whether there is something to tell by now. */
  boolean hasNews(long now) {
    Map<Outcome, Long> counts = tally.outcomes();
    return isUnreadableNews(counts) || (isPauseOver(now) && isNews(since(counts)));
  }

  /** Tells of what has failed, unless it has told of failures a short while ago. */
  void tick(long now) {
    Map<Outcome, Long> counts = tally.outcomes();
    tellUnreadable(counts);
    if (isPauseOver(now)) {
      tellFailures(counts, now);
    }
  }

  /** Tells of what has failed since the last time, however short ago that was. */
  void tickLast(long now) {
    Map<Outcome, Long> counts = tally.outcomes();
    tellUnreadable(counts);
    tellFailures(counts, now);
  }

  private boolean isPauseOver(long now) {
    return !toldAny || now - toldAt >= PAUSE;
  }

  private boolean isNews(Map<Outcome, Long> since) {
    return lastError != null || !ORDINARY.containsAll(since.keySet());
  }

  private boolean isUnreadableNews(Map<Outcome, Long> counts) {
    return !toldUnreadable && counts.getOrDefault(Outcome.BODY_UNREADABLE, 0L) > 0;
  }

  private void tellUnreadable(Map<Outcome, Long> counts) {
    if (isUnreadableNews(counts)) {
      toldUnreadable = true;
      logger
          .atWarn()
          .addKeyValue("route", route)
          .log(
              "a body was parsed by the container where its bytes cannot be seen, as with"
                  + " getParameter on a form; such requests are not mirrored (BODY_UNREADABLE)."
                  + " reconstructForms() sends forms rebuilt from their parameters");
    }
  }

  private void tellFailures(Map<Outcome, Long> counts, long now) {
    Map<Outcome, Long> since = since(counts);
    Throwable error = lastError;
    Throwable cause = lastCause;
    if (!isNews(since)) {
      return;
    }
    LoggingEventBuilder line = logger.atWarn().addKeyValue("route", route);
    if (error != null) {
      // Ours to mend: the one line that has a stack trace.
      line = line.setCause(error);
    } else if (cause != null) {
      line = line.addKeyValue("cause", cause);
    }
    line.addKeyValue("outcomes", since)
        .log(since.isEmpty() ? "an extension failed" : "copies failed or were dropped: {}", since);
    lastError = null;
    lastCause = null;
    told = counts;
    toldAny = true;
    toldAt = now;
  }

  private Map<Outcome, Long> since(Map<Outcome, Long> counts) {
    Map<Outcome, Long> since = new EnumMap<>(Outcome.class);
    counts.forEach(
        (outcome, count) -> {
          long before = told.getOrDefault(outcome, 0L);
          boolean bad =
              outcome.kind() == Outcome.Kind.FAILED || outcome.kind() == Outcome.Kind.DROPPED;
          if (bad && count > before) {
            since.put(outcome, count - before);
          }
        });
    return since;
  }
}
