package ai.matih.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureLogTest {
  private static final long PAUSE = Duration.ofSeconds(30).toNanos();

  private final RecordedLog recorded = new RecordedLog("failures");
  private final Tally tally = new Tally();
  private final FailureLog log = new FailureLog(recorded.logger(), "failures", tally);

  @AfterEach
  void detach() {
    recorded.close();
  }

  private void end(Outcome outcome, int times) {
    for (int i = 0; i < times; i++) {
      tally.ended(outcome);
    }
  }

  private ILoggingEvent last() {
    return recorded.events.get(recorded.events.size() - 1);
  }

  @Test
  void firstFailure_isToldAtOnce() {
    log.tick(5);
    assertThat(recorded.events).isEmpty();
    end(Outcome.CONNECT_FAILED, 1);
    log.tick(6);
    assertThat(recorded.events).hasSize(1);
    assertThat(last().getLevel()).isEqualTo(Level.WARN);
    assertThat(last().getFormattedMessage())
        .isEqualTo("copies failed or were dropped: {CONNECT_FAILED=1}");
    assertThat(RecordedLog.keyValues(last()))
        .containsEntry("route", "failures")
        .containsEntry("outcomes", Map.of(Outcome.CONNECT_FAILED, 1L));
  }

  @Test
  void failuresOfAnyNumber_makeOneLineInThirtySeconds() {
    long start = Long.MAX_VALUE - 10 * PAUSE; // The clock rolls over on the way.
    for (int tick = 0; tick < 3_000; tick++) {
      end(Outcome.TIMED_OUT, 7);
      end(Outcome.OVER_CONCURRENCY, 1);
      log.tick(start + tick * (PAUSE / 100));
    }
    assertThat(recorded.events).hasSize(30);
    assertThat(last().getFormattedMessage())
        .isEqualTo("copies failed or were dropped: {OVER_CONCURRENCY=100, TIMED_OUT=700}");
  }

  @Test
  void failures_afterAPause_areToldAtOnceAgain() {
    end(Outcome.TIMED_OUT, 1);
    log.tick(0);
    end(Outcome.TIMED_OUT, 2);
    log.tick(PAUSE - 1);
    assertThat(recorded.events).hasSize(1);
    log.tick(PAUSE);
    assertThat(recorded.events).hasSize(2);
    assertThat(last().getFormattedMessage()).endsWith("{TIMED_OUT=2}");
    log.tick(5 * PAUSE);
    assertThat(recorded.events).hasSize(2);
    end(Outcome.TLS_FAILED, 1);
    log.tick(5 * PAUSE + 1);
    assertThat(last().getFormattedMessage()).endsWith("{TLS_FAILED=1}");
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "NOT_SAMPLED",
        "FILTERED",
        "DISABLED",
        "RESPONDED",
        "BODY_TOO_LARGE",
        "BODY_INCOMPLETE",
        "MALFORMED_REQUEST",
        "CLOSED"
      })
  void whatHappensEveryDay_isNotTold(Outcome outcome) {
    end(outcome, 1_000);
    log.tick(0);
    log.tick(2 * PAUSE);
    assertThat(recorded.events).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "OVER_BYTE_BUDGET",
        "OVER_CONCURRENCY",
        "EXPIRED",
        "CIRCUIT_OPEN",
        "INTERNAL_ERROR",
        "CONNECT_FAILED",
        "TLS_FAILED",
        "TIMED_OUT",
        "CONNECTION_LOST",
        "MALFORMED_RESPONSE"
      })
  void whatOughtNotToHappen_isToldWithItsCount(Outcome outcome) {
    end(outcome, 3);
    end(Outcome.RESPONDED, 1);
    log.tick(0);
    assertThat(recorded.events).hasSize(1);
    assertThat(last().getFormattedMessage())
        .isEqualTo("copies failed or were dropped: {" + outcome + "=3}");
  }

  @Test
  void unreadableBody_isToldOnceWithWhatToDo() {
    for (int tick = 0; tick < 10; tick++) {
      end(Outcome.BODY_UNREADABLE, 1);
      log.tick(tick * PAUSE);
    }
    assertThat(recorded.events).hasSize(1);
    assertThat(last().getLevel()).isEqualTo(Level.WARN);
    assertThat(last().getFormattedMessage())
        .contains("getParameter", "BODY_UNREADABLE", "reconstructForms()");
  }

  @Test
  void cause_isToldWithoutStackTrace_andOnce() {
    IOException cause = new IOException("refused");
    log.lastCause = cause;
    end(Outcome.CONNECT_FAILED, 1);
    log.tick(0);
    assertThat(RecordedLog.keyValues(last())).containsEntry("cause", cause);
    assertThat(last().getThrowableProxy()).isNull();
    end(Outcome.CONNECT_FAILED, 1);
    log.tick(PAUSE);
    assertThat(RecordedLog.keyValues(last())).doesNotContainKey("cause");
  }

  @Test
  void errorOfOurs_isToldWithItsStackTrace() {
    log.lastError = new IllegalStateException("ours");
    log.lastCause = new IOException("refused");
    end(Outcome.INTERNAL_ERROR, 1);
    log.tick(0);
    assertThat(last().getThrowableProxy().getMessage()).isEqualTo("ours");
  }

  @Test
  void counts_addUpOverAllLines() {
    for (int tick = 0; tick < 200; tick++) {
      end(Outcome.TIMED_OUT, tick % 3);
      log.tick(tick * PAUSE / 10);
    }
    log.tick(1_000 * PAUSE);
    List<Long> counts =
        recorded.events.stream()
            .map(event -> (Map<?, ?>) RecordedLog.keyValues(event).get("outcomes"))
            .map(outcomes -> (Long) outcomes.get(Outcome.TIMED_OUT))
            .toList();
    assertThat(counts.stream().mapToLong(Long::longValue).sum())
        .isEqualTo(tally.outcomes().get(Outcome.TIMED_OUT));
  }
}
