package ai.matih.mirror.servlet;

import ai.matih.mirror.Capture;
import java.io.IOException;
import java.io.Reader;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The container's reader, with the bytes it has read found again by encoding the characters.
 *
 * <p>A reader of our own over the stream would take malformed input where the container's refuses
 * it. Encoding is exact for the charsets in which each character has one form, and in ISO 8859-1,
 * in which a request is read that names none (Jakarta Servlet 6.0, section 3.12). In another one
 * ASCII has to do; there is no copy of text that goes further, nor where a character may stand for
 * malformed bytes.
 */
final class TeeReader extends Reader {
  private static final Set<Charset> EXACT =
      Set.of(StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1, StandardCharsets.US_ASCII);
  private static final int REPLACEMENT = '\uFFFD';

  private final Reader live;
  private final Capture capture;
  private final ServletExchange exchange;
  private final Encoding bytes;

  TeeReader(Reader live, Capture capture, @Nullable String charset, ServletExchange exchange) {
    this.live = live;
    this.capture = capture;
    this.exchange = exchange;
    this.bytes = new Encoding(exact(charset), capture::body);
  }

  private static Charset exact(@Nullable String name) {
    if (name == null) {
      return StandardCharsets.ISO_8859_1;
    }
    Charset charset = Charset.forName(name);
    return EXACT.contains(charset) ? charset : StandardCharsets.US_ASCII;
  }

  @Override
  public int read(char[] chars, int offset, int length) throws IOException {
    int read = 0;
    try {
      read = live.read(chars, offset, length);
    } catch (IOException e) {
      exchange.aborted();
      throw e;
    }
    if (read >= 0 && capture.wantsBody()) {
      passed(CharBuffer.wrap(chars, offset, read));
    } else if (read < 0) {
      capture.bodyEnd();
    }
    return read;
  }

  private void passed(CharBuffer chars) {
    if (chars.chars().anyMatch(c -> c == REPLACEMENT) || !bytes.append(chars)) {
      capture.unreadable();
    }
  }

  @Override
  public boolean ready() throws IOException {
    return live.ready();
  }

  @Override
  public void close() throws IOException {
    live.close();
  }
}
