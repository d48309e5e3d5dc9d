package ai.matih.mirror.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("1994-11-06T08:49:07Z");

  @Test
  void secondsAreCounted() {
    assertThat(RetryAfter.from("0", NOW)).isZero();
    assertThat(RetryAfter.from("120", NOW)).isEqualTo(Duration.ofMinutes(2));
    assertThat(RetryAfter.from("9".repeat(1000), NOW)).isGreaterThan(Duration.ofDays(36_000));
  }

  @Test
  void aDateIsMeantFromNow() {
    assertThat(RetryAfter.from("Sun, 06 Nov 1994 08:49:37 GMT", NOW))
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(RetryAfter.from("Sun, 06 Nov 1994 08:49:00 GMT", NOW)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "1.5", "1 s", "Sun, 99 Nov 1994 08:49:37 GMT"})
  void anythingElseMeansNothing(String value) {
    assertThat(RetryAfter.from(value, NOW)).isNull();
    assertThat(RetryAfter.from(null, NOW)).isNull();
  }
}
