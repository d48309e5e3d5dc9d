package ai.matih.mirror;

/** Comma-separated tokens in a header field's value (RFC 9110, section 5.6.1). */
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

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
