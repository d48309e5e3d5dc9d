package ai.matih.mirror.servlet;

import java.io.PrintWriter;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The container's writer, with what was written to it encoded once more for us. What is not
 * overridden here ends in one of the {@code write} methods.
 */
final class TeeWriter extends PrintWriter {
  /** Of one character in any charset. */
  private static final int MAX_BYTES = 4;

  private final PrintWriter live;
  private final TeeResponse response;
  private final Encoding bytes;
  private final String lineEnd;

  TeeWriter(PrintWriter live, String charset, TeeResponse response) {
    super(live);
    this.live = live;
    this.response = response;
    this.bytes = new Encoding(Charset.forName(charset), response::wrote);
    this.lineEnd = lineEnd(live);
  }

  private static String lineEnd(PrintWriter live) {
    boolean undertow = live.getClass().getName().startsWith("io.undertow.");
    return undertow ? "\r\n" : System.lineSeparator();
  }

  /** Containers replace what the charset lacks, each in its own way. */
  private void wrote(CharBuffer chars) {
    if (!bytes.append(chars)) {
      response.wroteUnseen();
    }
  }

  private void beforeWrite(int characters) {
    response.beforeWrite((long) characters * MAX_BYTES);
  }

  @Override
  public void write(int c) {
    beforeWrite(1);
    live.write(c);
    wrote(CharBuffer.wrap(new char[] {(char) c}));
  }

  @Override
  public void write(char[] chars, int offset, int length) {
    beforeWrite(length);
    live.write(chars, offset, length);
    wrote(CharBuffer.wrap(chars, offset, length));
  }

  @Override
  public void write(String text, int offset, int length) {
    beforeWrite(length);
    live.write(text, offset, length);
    wrote(CharBuffer.wrap(text, offset, offset + length));
  }

  @Override
  public void println() {
    beforeWrite(lineEnd.length());
    live.println();
    wrote(CharBuffer.wrap(lineEnd));
  }

  /** Jetty formats in the response's locale. */
  @Override
  public PrintWriter format(String format, @Nullable Object... args) {
    response.exchange.beforeCommit();
    live.format(format, args);
    response.wroteUnseen();
    return this;
  }

  @Override
  public PrintWriter format(@Nullable Locale locale, String format, @Nullable Object... args) {
    response.exchange.beforeCommit();
    live.format(locale, format, args);
    response.wroteUnseen();
    return this;
  }

  @Override
  public void flush() {
    response.exchange.beforeCommit();
    live.flush();
  }

  @Override
  public void close() {
    response.exchange.beforeCommit();
    live.close();
  }

  @Override
  public boolean checkError() {
    response.exchange.beforeCommit();
    return live.checkError();
  }
}
