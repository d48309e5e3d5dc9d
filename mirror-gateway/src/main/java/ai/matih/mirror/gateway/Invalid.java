package ai.matih.mirror.gateway;

import org.jspecify.annotations.Nullable;

/** Refusals of bad settings and bad bodies, which all say name, value and expectation. */
final class Invalid {
  private static final int LONGEST = 200;

  private Invalid() {}

  static IllegalArgumentException value(String name, @Nullable Object value, String expected) {
    return new IllegalArgumentException(
        printable(name)
            + ": "
            + printable(String.valueOf(value))
            + " (expected: "
            + expected
            + ")");
  }

  static int unlessWithin(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw value(name, value, least + "-" + most);
    }
    return value;
  }

  /** What is printed of a value cannot forge a line. */
  static String printable(String value) {
    StringBuilder text = new StringBuilder();
    value
        .chars()
        .limit(LONGEST)
        .forEach(
            c -> {
              if (c < ' ' || c > '~') {
                text.append(String.format("\\u%04x", c));
              } else {
                text.append((char) c);
              }
            });
    return value.length() > LONGEST ? text + "..." : text.toString();
  }
}
