package ai.matih.mirror.compare;

import org.jspecify.annotations.Nullable;

/** Refusals of bad settings, which all say name, value and expectation. */
final class Invalid {
  private static final int LONGEST = 200;

  private Invalid() {}

  static IllegalArgumentException value(String name, @Nullable Object value, String expected) {
    return new IllegalArgumentException(
        name + ": " + Shown.text(String.valueOf(value), LONGEST) + " (expected: " + expected + ")");
  }

  static int unlessWithin(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw value(name, value, least + "-" + most);
    }
    return value;
  }

  /** A probability that is neither zero nor one. */
  static double unlessShare(String name, double value) {
    if (!(value > 0 && value < 1)) {
      throw value(name, value, "more than 0 and less than 1");
    }
    return value;
  }
}
