package ai.matih.mirror.client;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The field of this name (RFC 9110, section 10.2.3): seconds, or a date. */
final class RetryAfter {

  private RetryAfter() {}

  /** How long from now; null if there is no such field, or it means nothing. */
  static @Nullable Duration from(@Nullable String value, Instant now) {
    if (value == null) {
      return null;
    }
    if (value.matches("\\d+")) {
      // More digits than a century has seconds say the same as a century.
      return Duration.ofSeconds(value.length() > 9 ? 3_155_760_000L : Long.parseLong(value));
    }
    try {
      Instant then = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(value));
      return then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO;
    } catch (DateTimeException e) {
      return null;
    }
  }
}
