package ai.matih.mirror.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/**
 * A POST request with 8 header fields, built once; each sending has another number, which is in its
 * {@code X-Request-ID} and in its body, and the checksum of that body.
 */
final class WireRequest {
  static final String ID = "X-Request-ID";
  static final String CHECKSUM = "X-Checksum";

  private static final int ID_DIGITS = 12;
  private static final int CHECKSUM_DIGITS = 8;
  private static final byte[] DIGITS = "0123456789abcdef".getBytes(US_ASCII);

  private final byte[] bytes;
  private final ByteBuffer direct;
  private final int idAt;
  private final int checksumAt;
  private final int bodyAt;
  private final CRC32C checksum = new CRC32C();

  WireRequest(int bodyLength) {
    String head =
        "POST /orders/42?detail=full HTTP/1.1\r\n"
            + "Host: 127.0.0.1\r\n"
            + "User-Agent: benchmark/1.0\r\n"
            + "Accept: application/json\r\n"
            + "Accept-Encoding: gzip\r\n"
            + ("Content-Type: application/octet-stream\r\n" + ID + ": 0198c7a2-6f3e-7bd4-a1c5-")
            + " ".repeat(ID_DIGITS)
            + ("\r\n" + CHECKSUM + ": ")
            + " ".repeat(CHECKSUM_DIGITS)
            + ("\r\nContent-Length: " + bodyLength + "\r\n\r\n");
    idAt = head.indexOf(" ".repeat(ID_DIGITS));
    checksumAt = head.indexOf(CHECKSUM) + CHECKSUM.length() + 2;
    bodyAt = head.length();
    bytes = new byte[bodyAt + bodyLength];
    new SplittableRandom(bodyLength).nextBytes(bytes);
    System.arraycopy(head.getBytes(US_ASCII), 0, bytes, 0, bodyAt);
    direct = ByteBuffer.allocateDirect(bytes.length);
  }

  /** The request with this number; valid until the next call. */
  ByteBuffer numbered(long number) {
    hex(number, idAt, ID_DIGITS);
    hex(number, bodyAt, ID_DIGITS);
    checksum.reset();
    checksum.update(bytes, bodyAt, bytes.length - bodyAt);
    hex(checksum.getValue(), checksumAt, CHECKSUM_DIGITS);
    return direct.clear().put(bytes).flip();
  }

  private void hex(long value, int at, int digits) {
    for (int i = 0; i < digits; i++) {
      bytes[at + i] = DIGITS[(int) (value >>> (4 * (digits - 1 - i))) & 15];
    }
  }

  /** A checksum as it is sent. */
  static String hex(long checksum) {
    return HexFormat.of().toHexDigits((int) checksum);
  }

  /** The number in an {@code X-Request-ID}. */
  static long number(String id) {
    return Long.parseLong(id, id.length() - ID_DIGITS, id.length(), 16);
  }
}
