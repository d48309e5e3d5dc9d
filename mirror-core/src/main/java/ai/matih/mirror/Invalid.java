package ai.matih.mirror;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Refusals of bad settings, which all say name, value and expectation. */
final class Invalid {
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  private Invalid() {}

  static IllegalArgumentException value(String name, @Nullable Object value, String expected) {
    return new IllegalArgumentException(
        printable(name)
            + ": "
            + printable(String.valueOf(value))
            + " (expected: "
            + printable(expected)
            + ")");
  }

  static int unlessWithin(String name, int value, int least, int most) {
    return (int) unlessWithin(name, (long) value, least, most);
  }

  static long unlessWithin(String name, long value, long least, long most) {
    if (value < least || value > most) {
      throw value(name, value, least + "-" + most);
    }
    return value;
  }

  static Duration unlessPositive(String name, @Nullable Duration value) {
    if (value == null || value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0) {
      throw value(name, value, "1 ms to 1 day");
    }
    return value;
  }

  /** Names and values may hold anything; what is printed of them cannot forge a log line. */
  private static String printable(String value) {
    StringBuilder text = new StringBuilder();
    value
        .chars()
        .limit(200)
        .forEach(
            c -> {
              if (c < ' ' || c > '~') {
                text.append(String.format("\\u%04x", c));
              } else {
                text.append((char) c);
              }
            });
    return value.length() > 200 ? text + "..." : text.toString();
  }
}
