package ai.matih.mirror.test;

/** Bodies that show when a byte is missing, doubled or out of place. */
final class Bodies {

  private Bodies() {}

  /** All byte values, in an order that does not repeat with any power of two. */
  static String ofLength(int length) {
    StringBuilder body = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      body.append((char) (i * 31 + i / 251 & 0xFF));
    }
    return body.toString();
  }
}
