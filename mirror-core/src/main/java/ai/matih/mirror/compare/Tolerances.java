package ai.matih.mirror.compare;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import org.jspecify.annotations.Nullable;

/** By how much two values may differ. */
final class Tolerances {
  // The first is the year 5138 in seconds, and 1973 in milliseconds.
  private static final BigDecimal MILLISECONDS = new BigDecimal("1e11");
  private static final BigDecimal LATEST = new BigDecimal("1e16");
  private static final int LONGEST_TIME = 64;

  private Tolerances() {}

  /** Numbers that are at most so far apart. */
  static Rules.Tolerated absolute(BigDecimal most) {
    return (primary, mirror) -> {
      BigDecimal one = number(primary);
      BigDecimal other = number(mirror);
      return one != null && other != null && one.subtract(other).abs().compareTo(most) <= 0;
    };
  }

  /** Numbers whose distance is at most so large a part of the larger one. */
  static Rules.Tolerated relative(BigDecimal most) {
    return (primary, mirror) -> {
      BigDecimal one = number(primary);
      BigDecimal other = number(mirror);
      return one != null
          && other != null
          && one.subtract(other).abs().compareTo(one.abs().max(other.abs()).multiply(most)) <= 0;
    };
  }

  /** Times that are at most so far apart; both with an offset from UTC, or both without. */
  static Rules.Tolerated time(Duration most) {
    return (primary, mirror) -> {
      Time one = time(primary);
      Time other = time(mirror);
      return one != null
          && other != null
          && one.absolute() == other.absolute()
          && Duration.between(one.instant(), other.instant()).abs().compareTo(most) <= 0;
    };
  }

  private static @Nullable BigDecimal number(JsonValue value) {
    return value instanceof JsonValue.Digits digits ? Numeral.of(digits.text()).value() : null;
  }

  private record Time(boolean absolute, Instant instant) {}

  private static @Nullable Time time(JsonValue value) {
    if (value instanceof JsonValue.Text text && text.value().length() <= LONGEST_TIME) {
      return time(text.value());
    }
    BigDecimal number = number(value);
    if (number == null || number.abs().compareTo(LATEST) > 0) {
      return null;
    }
    boolean milliseconds = number.abs().compareTo(MILLISECONDS) >= 0;
    BigDecimal nanos = number.movePointRight(milliseconds ? 6 : 9);
    return new Time(true, Instant.EPOCH.plus(duration(nanos)));
  }

  private static Duration duration(BigDecimal nanos) {
    BigInteger[] parts = nanos.toBigInteger().divideAndRemainder(BigInteger.valueOf(1_000_000_000));
    return Duration.ofSeconds(parts[0].longValue(), parts[1].longValue());
  }

  private static @Nullable Time time(String text) {
    try {
      TemporalAccessor time =
          DateTimeFormatter.ISO_DATE_TIME.parseBest(
              text, OffsetDateTime::from, LocalDateTime::from);
      return time instanceof OffsetDateTime absolute
          ? new Time(true, absolute.toInstant())
          : new Time(false, LocalDateTime.from(time).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return null;
    }
  }
}
