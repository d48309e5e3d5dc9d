package ai.matih.mirror.servlet;

import java.io.PrintWriter;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The container's writer, with what was written to it encoded once more for us. What is not
 * overridden here ends in one of the {@code write} methods.
 */
final class TeeWriter extends PrintWriter {
  private final PrintWriter live;
  private final TeeResponse response;
  private final Encoding bytes;
  private final String lineEnd;

  TeeWriter(PrintWriter live, String charset, TeeResponse response) {
    super(live);
    this.live = live;
    this.response = response;
    this.bytes = new Encoding(Charset.forName(charset), CodingErrorAction.REPLACE, response::wrote);
    this.lineEnd = lineEnd(live);
  }

  private static String lineEnd(PrintWriter live) {
    boolean undertow = live.getClass().getName().startsWith("io.undertow.");
    return undertow ? "\r\n" : System.lineSeparator();
  }

  @Override
  public void write(int c) {
    response.exchange.beforeResponse();
    live.write(c);
    bytes.append(CharBuffer.wrap(new char[] {(char) c}));
  }

  @Override
  public void write(char[] chars, int offset, int length) {
    response.exchange.beforeResponse();
    live.write(chars, offset, length);
    bytes.append(CharBuffer.wrap(chars, offset, length));
  }

  @Override
  public void write(String text, int offset, int length) {
    response.exchange.beforeResponse();
    live.write(text, offset, length);
    bytes.append(CharBuffer.wrap(text, offset, offset + length));
  }

  @Override
  public void println() {
    response.exchange.beforeResponse();
    live.println();
    bytes.append(CharBuffer.wrap(lineEnd));
  }

  /** Jetty formats in the response's locale. */
  @Override
  public PrintWriter format(String format, @Nullable Object... args) {
    response.exchange.beforeResponse();
    live.format(format, args);
    response.wroteUnseen();
    return this;
  }

  @Override
  public PrintWriter format(@Nullable Locale locale, String format, @Nullable Object... args) {
    response.exchange.beforeResponse();
    live.format(locale, format, args);
    response.wroteUnseen();
    return this;
  }

  @Override
  public void flush() {
    response.exchange.beforeResponse();
    live.flush();
  }

  @Override
  public void close() {
    response.exchange.beforeResponse();
    live.close();
  }

  @Override
  public boolean checkError() {
    response.exchange.beforeResponse();
    return live.checkError();
  }
}
