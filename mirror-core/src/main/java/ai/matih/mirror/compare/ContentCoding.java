package ai.matih.mirror.compare;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** How a body is encoded (RFC 9110, section 8.4.1), and what it was before. */
final class ContentCoding {
  /** Not at all. */
  static final String NONE = "identity";

  private ContentCoding() {}

  /** The one that a Content-Encoding field names, in one way of writing it. */
  static String normal(@Nullable String field) {
    String coding = field == null ? "" : field.strip().toLowerCase(Locale.ROOT);
    return switch (coding) {
      case "" -> NONE;
      case "x-gzip" -> "gzip";
      default -> coding;
    };
  }

  /**
   * A body as it was before.
   *
   * @throws Obstacle if it was longer than that, or cannot be decoded
   */
  static byte[] decode(String coding, byte[] body, int most) {
    if (coding.equals(NONE) || body.length == 0) {
      return body;
    }
    try (InputStream decoded = open(coding, body)) {
      byte[] bytes = decoded.readNBytes(most);
      if (decoded.read() >= 0) {
        throw new Obstacle("a body that is longer than " + most + " bytes when decoded");
      }
      return bytes;
    } catch (IOException e) {
      throw new Obstacle("a body that is not encoded as it says");
    }
  }

  private static InputStream open(String coding, byte[] body) throws IOException {
    InputStream in = new ByteArrayInputStream(body);
    return switch (coding) {
      case "gzip" -> new GZIPInputStream(in);
      case "deflate" -> isZlib(body) ? new InflaterInputStream(in) : new BareInflater(in);
      default -> throw new Obstacle("a body in an encoding that is not known");
    };
  }

  /** Whether it starts like the zlib format (RFC 1950, section 2.2). Some send it without. */
  private static boolean isZlib(byte[] body) {
    int first = body[0] & 0xFF;
    int second = body.length > 1 ? body[1] & 0xFF : 0;
    return (first & 0x0F) == 8 && (first << 8 | second) % 31 == 0;
  }

  private static final class BareInflater extends InflaterInputStream {
    BareInflater(InputStream in) {
      super(in, new Inflater(true));
    }

    /** What is handed to an {@link InflaterInputStream} is not its own to end. */
    @Override
    public void close() throws IOException {
      super.close();
      inf.end();
    }
  }
}
