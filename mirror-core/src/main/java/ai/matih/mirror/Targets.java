package ai.matih.mirror;

/** The parts of a request target (RFC 9112, section 3.2), found without touching a byte of it. */
final class Targets {

  private Targets() {}

  /** The target in origin form: what follows the scheme and authority of an absolute form. */
  static String originForm(String target) {
    int start = pathStart(target);
    if (start == 0) {
      return target;
    }
    if (start == target.length() || target.charAt(start) != '/') {
      return "/" + target.substring(start);
    }
    return target.substring(start);
  }

  /**
   * Where the path begins. A target that begins with a slash is all path, also {@code
   * //other-host/x}.
   */
  static int pathStart(String target) {
    if (target.isEmpty() || target.charAt(0) == '/' || target.charAt(0) == '*') {
      return 0;
    }
    int authority = target.indexOf("://");
    if (authority < 0 || authority > pathEnd(target, 0)) {
      return 0;
    }
    int start = authority + 3;
    while (start < target.length() && "/?#".indexOf(target.charAt(start)) < 0) {
      start++;
    }
    return start;
  }

  /** Where the path that begins at start ends. */
  static int pathEnd(String target, int start) {
    int end = start;
    while (end < target.length() && target.charAt(end) != '?' && target.charAt(end) != '#') {
      end++;
    }
    return end;
  }

  /** The path without the query, as it may be logged. */
  static String path(String target) {
    int start = pathStart(target);
    return target.substring(start, pathEnd(target, start));
  }

  /** Whether the path is the prefix, or below it: {@code /api} holds {@code /api/x}, not /apis. */
  static boolean hasPrefix(String target, String prefix) {
    int start = pathStart(target);
    if (prefix.equals("/")) {
      // Also of an absolute form without a path, whose path is this one.
      return !target.equals("*");
    }
    if (!target.startsWith(prefix, start)) {
      return false;
    }
    int end = start + prefix.length();
    return prefix.endsWith("/") || end == pathEnd(target, start) || target.charAt(end) == '/';
  }
}
