package ai.matih.mirror.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The container's stream, with a look at what has been written to it. What is not overridden here
 * ends in {@link #write(byte[], int, int)} or {@link #print(String)}.
 */
final class TeeOutputStream extends ServletOutputStream {
  private final ServletOutputStream live;
  private final TeeResponse response;

  TeeOutputStream(ServletOutputStream live, TeeResponse response) {
    this.live = live;
    this.response = response;
  }

  @Override
  public void write(int b) throws IOException {
    response.beforeWrite(1);
    try {
      live.write(b);
    } catch (IOException e) {
      response.exchange.aborted();
      throw e;
    }
    response.wrote(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    response.beforeWrite(length);
    try {
      live.write(bytes, offset, length);
    } catch (IOException e) {
      response.exchange.aborted();
      throw e;
    }
    response.wrote(bytes, offset, length);
  }

  /** Overrides the method of Servlet 6.1. */
  @SuppressWarnings("MissingOverride")
  public void write(ByteBuffer buffer) throws IOException {
    ByteBuffer bytes = buffer.duplicate();
    response.exchange.beforeCommit();
    try {
      Servlet61.write(live, buffer);
    } catch (IOException e) {
      response.exchange.aborted();
      throw e;
    }
    response.wrote(bytes);
  }

  /** Containers encode other characters than ASCII each in its own way, or refuse them. */
  @Override
  public void print(String text) throws IOException {
    response.exchange.beforeCommit();
    live.print(text);
    if (text != null && text.chars().allMatch(c -> c < 0x80)) {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      response.wrote(bytes, 0, bytes.length);
    } else {
      response.wroteUnseen();
    }
  }

  @Override
  public void flush() throws IOException {
    response.exchange.beforeCommit();
    live.flush();
  }

  @Override
  public void close() throws IOException {
    response.exchange.beforeCommit();
    live.close();
  }

  @Override
  public boolean isReady() {
    return live.isReady();
  }

  /** The listener writes to the stream that the application got here. */
  @Override
  public void setWriteListener(WriteListener listener) {
    response.exchange.beforeNonBlockingWrite();
    live.setWriteListener(listener);
  }
}
