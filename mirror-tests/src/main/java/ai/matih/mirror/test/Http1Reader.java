package ai.matih.mirror.test;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the parts of HTTP/1.1 messages from a connection and keeps their raw bytes. Strict: what
 * two readers could understand differently is a {@link ProtocolException}.
 */
final class Http1Reader {
  private static final int MAX_LINE = 1 << 16;
  private static final String NAME_PUNCTUATION = "!#$%&'*+-.^_`|~";

  private final InputStream in;
  private ByteArrayOutputStream raw = new ByteArrayOutputStream();

  Http1Reader(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /** Whether the connection ends here. */
  boolean atEnd() throws IOException {
    in.mark(1);
    int next = in.read();
    in.reset();
    return next < 0;
  }

  /** Whether bytes have arrived that nobody has read. */
  boolean hasMore() throws IOException {
    return in.available() > 0;
  }

  /** What was read since this was called last. */
  String takeRaw() {
    String text = Latin1.text(raw.toByteArray());
    raw = new ByteArrayOutputStream();
    return text;
  }

  String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = read(); c != '\r'; c = read()) {
      if (c == '\n' || c == 0 || line.length() == MAX_LINE) {
        throw new ProtocolException("line without CR LF: " + line);
      }
      line.append((char) c);
    }
    if (read() != '\n') {
      throw new ProtocolException("CR without LF after: " + line);
    }
    return line.toString();
  }

  List<Field> fields() throws IOException {
    List<Field> fields = new ArrayList<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      if (colon < 1 || !line.substring(0, colon).chars().allMatch(Http1Reader::isToken)) {
        throw new ProtocolException("not a header field: " + line);
      }
      String value = line.substring(colon + 1);
      if (!value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7F))) {
        throw new ProtocolException("control character in: " + line);
      }
      fields.add(new Field(line.substring(0, colon), value.strip()));
    }
    return fields;
  }

  static boolean isToken(int c) {
    return (c >= '0' && c <= '9')
        || (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || NAME_PUNCTUATION.indexOf(c) >= 0;
  }

  String exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    raw.write(bytes);
    if (bytes.length < length) {
      throw new EOFException(bytes.length + " of " + length + " bytes of a body");
    }
    return Latin1.text(bytes);
  }

  String chunks() throws IOException {
    StringBuilder body = new StringBuilder();
    int size;
    do {
      size = number(line(), 16);
      body.append(exactly(size));
      if (size > 0 && !line().isEmpty()) {
        throw new ProtocolException("chunk longer than its size");
      }
    } while (size > 0);
    fields();
    return body.toString();
  }

  String toEnd() throws IOException {
    byte[] bytes = in.readAllBytes();
    raw.write(bytes);
    return Latin1.text(bytes);
  }

  /** Reads ahead until the text has come. */
  void await(String text) throws IOException {
    in.mark(MAX_LINE);
    StringBuilder ahead = new StringBuilder();
    while (ahead.indexOf(text, Math.max(0, ahead.length() - text.length())) < 0) {
      int c = in.read();
      if (c < 0) {
        throw new EOFException("instead of " + text + " after: " + ahead);
      }
      ahead.append((char) c);
    }
    in.reset();
  }

  static int number(String digits, int radix) throws ProtocolException {
    if (digits.isEmpty() || !digits.chars().allMatch(c -> Character.digit(c, radix) >= 0)) {
      throw new ProtocolException("not a length: " + digits);
    }
    return Integer.parseInt(digits, radix);
  }

  private int read() throws IOException {
    int c = in.read();
    if (c < 0) {
      throw new EOFException("in a head after " + raw.size() + " bytes");
    }
    raw.write(c);
    return c;
  }
}
