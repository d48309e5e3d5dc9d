package ai.matih.mirror.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Refusals of bad settings and arguments, which all say name, value and expectation. */
final class Invalid {
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  private Invalid() {}

  static IllegalArgumentException value(String name, @Nullable Object value, String expected) {
    return new IllegalArgumentException(
        name + ": " + Texts.line(String.valueOf(value)) + " (expected: " + expected + ")");
  }

  static int unlessWithin(String name, int value, int least, int most) {
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
}
