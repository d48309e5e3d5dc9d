package ai.matih.mirror.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The places in JSON documents that a rule is for. Immutable.
 *
 * <pre>
 * path = "$" step*
 * step = .name | ['name'] | .* (any key) | [*] (any element) | ..name | ..['name'] (at any depth)
 * </pre>
 *
 * <p>A name without quotes has no space, dot, bracket, quote, star or backslash. In quotes, a
 * backslash stands before a quote, a backslash, or {@code u} and four hexadecimal digits. So each
 * path that is reported is also a pattern.
 */
final class PathPattern {
  static final String EXPECTED = "a path like $.items[*].id, $.meta.*, $['a.b'] or $..id";

  private static final String PLAIN_NAME = "[^\\s.\\[\\]'\"*\\\\]++";
  private static final Pattern STEP =
      Pattern.compile(
          "\\.(?<any>\\*)"
              + "|(?<element>\\[\\*\\])"
              + "|(?<deep>\\.)?\\.(?<plain>"
              + PLAIN_NAME
              + ")"
              + "|(?<deepquoted>\\.\\.)?\\['(?<quoted>(?:[^'\\\\]|\\\\['\\\\]|\\\\u[0-9a-fA-F]{4})*+)'\\]");
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|(['\\\\]))");

  // One bit each, see states().
  private static final int MOST_STEPS = 60;

  private record Step(boolean deep, boolean element, @Nullable String name) {
    boolean accepts(Path path) {
      String key = path.name();
      return element ? key == null : key != null && (name == null || name.equals(key));
    }
  }

  private final List<Step> steps;

  private PathPattern(List<Step> steps) {
    this.steps = steps;
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException naming setting, value and expectation, if it is not one
   */
  static PathPattern of(String setting, String text) {
    Matcher matcher = STEP.matcher(text);
    List<Step> steps = new ArrayList<>();
    int at = 1;
    while (at < text.length() && matcher.region(at, text.length()).lookingAt()) {
      String plain = matcher.group("plain");
      String quoted = matcher.group("quoted");
      steps.add(
          new Step(
              matcher.group("deep") != null || matcher.group("deepquoted") != null,
              matcher.group("element") != null,
              quoted != null ? unquoted(quoted) : plain));
      at = matcher.end();
    }
    if (!text.startsWith("$") || at < text.length() || steps.size() > MOST_STEPS) {
      throw Invalid.value(setting, text, EXPECTED);
    }
    return new PathPattern(steps);
  }

  /** Whether a name needs no quotes. */
  static boolean isPlain(String name) {
    int at = 0;
    while (at < name.length() && isPlain(name.codePointAt(at))) {
      at += Character.charCount(name.codePointAt(at));
    }
    return at > 0 && at == name.length();
  }

  private static boolean isPlain(int character) {
    return ".[]'\"*\\".indexOf(character) < 0
        && !Character.isSpaceChar(character)
        && Shown.printable(character);
  }

  private static String unquoted(String quoted) {
    return ESCAPE.matcher(quoted).replaceAll(PathPattern::character);
  }

  private static String character(MatchResult escape) {
    String hex = escape.group(1);
    String text = hex == null ? escape.group(2) : String.valueOf((char) Integer.parseInt(hex, 16));
    return Matcher.quoteReplacement(text);
  }

  /** Whether exactly this place is meant. */
  boolean matches(Path path) {
    return (states(path, 0) & done()) != 0;
  }

  /** Whether this place or one that holds it is meant. */
  boolean covers(Path path) {
    return (states(path, done()) & done()) != 0;
  }

  private long done() {
    return 1L << steps.size();
  }

  /**
   * How much of the pattern may have been used up on the way to this place: bit n for its first n
   * steps. All ways are followed at once, so that it takes no longer than path times pattern.
   *
   * @param kept bits that remain once they are set
   */
  private long states(Path path, long kept) {
    Path parent = path.parent();
    if (parent == null) {
      return 1;
    }
    long before = states(parent, kept);
    long after = before & kept;
    for (int i = 0; i < steps.size(); i++) {
      if ((before & 1L << i) != 0) {
        Step step = steps.get(i);
        after |= step.deep() ? 1L << i : 0;
        after |= step.accepts(path) ? 1L << (i + 1) : 0;
      }
    }
    return after;
  }
}
