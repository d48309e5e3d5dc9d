package ai.matih.mirror.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Foreign text, as it may stand in a message. */
final class Texts {
  private static final int LONGEST = 300;
  // The patterns below take time by the square of this.
  private static final int LONGEST_PAGE = 8192;
  private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}\\p{Z}]+");
  private static final Pattern TITLE = Pattern.compile("(?is)<title\\b[^>]*>([^<]+)");
  private static final Pattern MARKUP = Pattern.compile("(?is)<(script|style)\\b.*?</\\1>|<[^>]*>");

  private Texts() {}

  /** One line without control characters, so that it cannot forge a line of a log; cut if long. */
  static String line(String text) {
    String line = INVISIBLE.matcher(text).replaceAll(" ").strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }

  /** What a person would read on a page: its title, or else its text. */
  static String ofPage(String page) {
    String begin = page.substring(0, Math.min(page.length(), LONGEST_PAGE));
    Matcher title = TITLE.matcher(begin);
    return line(title.find() ? title.group(1) : MARKUP.matcher(begin).replaceAll(" "));
  }
}
