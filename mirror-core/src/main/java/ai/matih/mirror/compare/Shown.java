package ai.matih.mirror.compare;

/** Text made fit to be shown: short, and on one line that nothing in it can end or reorder. */
final class Shown {
  private Shown() {}

  /**
   * At most so many characters of the text; what is not printable becomes <code>&#92;uXXXX</code>.
   */
  static String text(String text, int most) {
    StringBuilder shown = new StringBuilder(Math.min(text.length(), most) + 3);
    int at = 0;
    while (at < text.length() && at < most) {
      int character = text.codePointAt(at);
      append(shown, character);
      at += Character.charCount(character);
    }
    return at < text.length() ? shown.append("...").toString() : shown.toString();
  }

  private static void append(StringBuilder shown, int character) {
    if (printable(character)) {
      shown.appendCodePoint(character);
    } else {
      for (char unit : Character.toChars(character)) {
        shown.append(String.format("\\u%04x", (int) unit));
      }
    }
  }

  /** Not printable: control characters, line ends, marks of direction, halves of a pair. */
  static boolean printable(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
