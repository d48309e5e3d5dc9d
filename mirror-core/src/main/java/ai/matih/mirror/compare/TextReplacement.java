package ai.matih.mirror.compare;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A regular expression and what takes the place of its matches. Immutable. */
final class TextReplacement {
  /** Longer text stays as it is. */
  private static final int LONGEST = 4096;

  private final Pattern pattern;
  private final String replacement;

  private TextReplacement(Pattern pattern, String replacement) {
    this.pattern = pattern;
    this.replacement = replacement;
  }

  /**
   * @throws IllegalArgumentException naming setting, value and expectation, if one is not valid
   */
  static TextReplacement of(String regex, String replacement) {
    Pattern pattern;
    try {
      pattern = Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw Invalid.value("canonicalise", regex, "a regular expression; " + e.getDescription());
    }
    try {
      // Has the same groups, and matches: so the replacement is looked at.
      Pattern.compile("|" + regex).matcher("").replaceAll(replacement);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw Invalid.value(
          "canonicalise", replacement, "a replacement for " + regex + "; " + e.getMessage());
    }
    return new TextReplacement(pattern, replacement);
  }

  /** The text with all matches replaced; each look at a character is paid for. */
  String in(String text, Effort effort) {
    if (text.length() > LONGEST) {
      return text;
    }
    Matcher matcher = pattern.matcher(new PaidText(text, effort));
    return matcher.replaceAll(replacement);
  }

  /** Ends an expression that tries too many ways: {@link Matcher} has no limit of its own. */
  private record PaidText(String text, Effort effort) implements CharSequence {
    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      effort.spend(1);
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.substring(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
