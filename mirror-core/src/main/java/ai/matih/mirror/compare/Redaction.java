package ai.matih.mirror.compare;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Decides which values are never shown: those of fields with certain names, and those that look
 * like secrets. Immutable. It rather hides too much.
 */
final class Redaction {
  static final String HIDDEN = "***";

  static final Redaction DEFAULT =
      new Redaction(
          List.of(
              "password passwd passphrase pwd secret credential token bearer jwt apikey privatekey",
              "accesskey authorization cookie session signature csrf pin otp cvv cvc cardnumber",
              "accountnumber iban ssn"));

  /** Names this short are part of too many words: they must be a word of their own. */
  private static final int SHORT = 4;

  /** Of the 60 characters that are shown, and some more to recognise what is cut. */
  private static final int LOOKED_AT = 200;

  private static final int SHORTEST_TOKEN = 20;

  // Letters and digits mixed without a space, as in keys, hashes, Base64 and signed tokens.
  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<![A-Za-z0-9+/=_-])"
              + "(?=(?:[A-Za-z+/=_-]*+[0-9]){2})(?=(?:[0-9+/=_-]*+[A-Za-z]){2})"
              + "[A-Za-z0-9+/=_-]{"
              + SHORTEST_TOKEN
              + ",}+");
  private static final Pattern UUID =
      Pattern.compile("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");
  private static final Pattern SCHEME =
      Pattern.compile("(?i)\\b(?:bearer|basic|digest) |-----BEGIN ");

  // One word or two, and what stands between a name and its value.
  private static final Pattern NAMED =
      Pattern.compile("(?U)(?<![\\w.-])((?:[\\w.-]++ )?[\\w.-]++)[\"'\\\\]*+\\s*+[=:]");

  private final List<String> names;

  private Redaction(List<String> names) {
    this.names = names.stream().flatMap(words -> Stream.of(words.split(" "))).distinct().toList();
  }

  /**
   * This one and more names.
   *
   * @throws IllegalArgumentException if one has neither letter nor digit
   */
  Redaction and(String... more) {
    for (String name : more) {
      if (normal(name).isEmpty()) {
        throw Invalid.value("redact", name, "a field name with letters or digits");
      }
    }
    Stream<String> added = Arrays.stream(more).map(Redaction::normal);
    return new Redaction(Stream.concat(names.stream(), added).toList());
  }

  /** Whether the values of a field of that name are secret. */
  boolean hides(String fieldName) {
    String words = words(fieldName);
    String normal = words.replace(" ", "");
    return names.stream()
        .anyMatch(
            name ->
                name.length() < SHORT ? words.contains(" " + name + " ") : normal.contains(name));
  }

  /** Whether a value at this place is secret, by the name of any key on the way. */
  boolean hides(Path path) {
    for (@Nullable Path at = path; at != null; at = at.parent()) {
      String name = at.name();
      if (name != null && hides(name)) {
        return true;
      }
    }
    return false;
  }

  /** The value at this place, short, unless it is secret. */
  String shown(Path path, JsonValue value) {
    boolean secret =
        hides(path) || (value instanceof JsonValue.Text text && looksSecret(text.value()));
    return secret ? HIDDEN : value.shown();
  }

  /** Whether the text looks like a secret, or names one; as far as it may be shown. */
  boolean looksSecret(String text) {
    String start = text.substring(0, Math.min(text.length(), LOOKED_AT));
    // The first test of each line only saves the time of the second.
    return start.contains("eyJ")
        || ((start.indexOf('=') >= 0 || start.indexOf(':') >= 0)
            && NAMED.matcher(start).results().anyMatch(match -> hides(match.group(1))))
        || (start.indexOf(' ') >= 0 && SCHEME.matcher(start).find())
        || (start.length() >= SHORTEST_TOKEN && hasToken(start));
  }

  private static boolean hasToken(String text) {
    return TOKEN.matcher(text).find() && TOKEN.matcher(UUID.matcher(text).replaceAll("")).find();
  }

  private static String normal(String name) {
    return words(name).replace(" ", "");
  }

  /** The words of a name, however it joins them, in lower case and each between spaces. */
  private static String words(String name) {
    StringBuilder words = new StringBuilder(name.length() + 8).append(' ');
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!Character.isLetterOrDigit(c)) {
        words.append(' ');
      } else {
        if (Character.isUpperCase(c) && i > 0 && Character.isLowerCase(name.charAt(i - 1))) {
          words.append(' ');
        }
        words.append(c);
      }
    }
    return words.append(' ').toString().toLowerCase(Locale.ROOT);
  }
}
