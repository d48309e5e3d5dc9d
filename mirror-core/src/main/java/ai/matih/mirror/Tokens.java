package ai.matih.mirror;

/** Tokens, and lists of them in a header field's value (RFC 9110, sections 5.6.1 and 5.6.2). */
final class Tokens {

  private Tokens() {}

  /** Whether the token is in the list, without regard to case. Allocates nothing. */
  static boolean contains(String list, String token) {
    int start = 0;
    while (start < list.length()) {
      int comma = list.indexOf(',', start);
      int next = comma < 0 ? list.length() : comma;
      int end = next;
      while (start < end && isBlank(list.charAt(start))) {
        start++;
      }
      while (end > start && isBlank(list.charAt(end - 1))) {
        end--;
      }
      if (end - start == token.length() && list.regionMatches(true, start, token, 0, end - start)) {
        return true;
      }
      start = next + 1;
    }
    return false;
  }

  /** Whether the text is one token. */
  static boolean isToken(String text) {
    return !text.isEmpty()
        && text.chars().allMatch(c -> c > ' ' && c < 0x7F && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
