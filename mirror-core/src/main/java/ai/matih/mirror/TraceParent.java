package ai.matih.mirror;

/** The form of a {@code traceparent} header field (W3C Trace Context, section 3.2). */
final class TraceParent {
  static final int TRACE_ID_START = 3;
  static final int TRACE_ID_END = 35;
  private static final int PARENT_ID_START = 36;
  private static final int PARENT_ID_END = 52;
  private static final int LENGTH = 55;

  private TraceParent() {}

  static boolean isValid(String text) {
    int length = text.length();
    if (length < LENGTH || text.charAt(2) != '-') {
      return false;
    }
    boolean versionZero = text.charAt(0) == '0' && text.charAt(1) == '0';
    boolean versionInvalid = text.charAt(0) == 'f' && text.charAt(1) == 'f';
    // A later version may have more after a dash, version 00 may not.
    if (versionInvalid || (length > LENGTH && (versionZero || text.charAt(LENGTH) != '-'))) {
      return false;
    }
    return isHex(text, 0, 2)
        && isHex(text, TRACE_ID_START, TRACE_ID_END)
        && !isZero(text, TRACE_ID_START, TRACE_ID_END)
        && text.charAt(TRACE_ID_END) == '-'
        && isHex(text, PARENT_ID_START, PARENT_ID_END)
        && !isZero(text, PARENT_ID_START, PARENT_ID_END)
        && text.charAt(PARENT_ID_END) == '-'
        && isHex(text, PARENT_ID_END + 1, LENGTH);
  }

  private static boolean isHex(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isZero(String text, int start, int end) {
    for (int i = start; i < end; i++) {
      if (text.charAt(i) != '0') {
        return false;
      }
    }
    return true;
  }
}
