package ai.matih.mirror.test;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Bytes as text, one character for each. */
final class Latin1 {

  private Latin1() {}

  static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
