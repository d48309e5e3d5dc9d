package ai.matih.mirror.servlet;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.util.function.Consumer;

/**
 * Encodes characters as they pass. A surrogate at the end of one call waits for the other half in
 * the next. Not thread-safe.
 */
final class Encoding {
  private static final int CHUNK = 2048;

  private final CharsetEncoder encoder;
  private final Consumer<ByteBuffer> sink;
  private final ByteBuffer bytes = ByteBuffer.allocate(CHUNK);
  private String pending = "";

  Encoding(Charset charset, Consumer<ByteBuffer> sink) {
    this.encoder = charset.newEncoder();
    this.sink = sink;
  }

  /** Returns false if a character has no form in the charset. */
  boolean append(CharBuffer chars) {
    CharBuffer source = pending.isEmpty() ? chars : CharBuffer.wrap(pending + chars);
    CoderResult result;
    do {
      result = encoder.encode(source, bytes, false);
      sink.accept(bytes.flip());
      bytes.clear();
    } while (result.isOverflow());
    pending = source.toString();
    return !result.isError();
  }
}
