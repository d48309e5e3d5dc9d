package ai.matih.mirror.servlet;

import ai.matih.mirror.Capture;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The container's stream, read by the application alone and copied as it reads. What is not
 * overridden here ends in {@link #read(byte[], int, int)}.
 */
final class TeeInputStream extends ServletInputStream {
  private final ServletInputStream live;
  private final Capture capture;
  private final boolean declared;
  private final ServletExchange exchange;

  /** Declared: the end is known by the body's length. */
  TeeInputStream(
      ServletInputStream live, Capture capture, boolean declared, ServletExchange exchange) {
    this.live = live;
    this.capture = capture;
    this.declared = declared;
    this.exchange = exchange;
  }

  @Override
  public int read() throws IOException {
    int read = 0;
    try {
      read = live.read();
    } catch (IOException e) {
      exchange.aborted();
      throw e;
    }
    if (read >= 0 && capture.wantsBody()) {
      capture.body(new byte[] {(byte) read}, 0, 1);
    }
    passed(read);
    return read;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = 0;
    try {
      read = live.read(bytes, offset, length);
    } catch (IOException e) {
      exchange.aborted();
      throw e;
    }
    if (read > 0 && capture.wantsBody()) {
      capture.body(bytes, offset, read);
    }
    passed(read);
    return read;
  }

  /** Overrides the method of Servlet 6.1. */
  @SuppressWarnings("MissingOverride")
  public int read(ByteBuffer buffer) throws IOException {
    int start = buffer.position();
    int read = 0;
    try {
      read = Servlet61.read(live, buffer);
    } catch (IOException e) {
      exchange.aborted();
      throw e;
    }
    if (read > 0 && capture.wantsBody()) {
      capture.body(buffer.duplicate().clear().position(start).limit(start + read));
    }
    passed(read);
    return read;
  }

  private void passed(int read) {
    if (capture.wantsBody() && (read < 0 || (!declared && live.isFinished()))) {
      capture.bodyEnd();
    }
  }

  @Override
  public boolean isFinished() {
    return live.isFinished();
  }

  @Override
  public boolean isReady() {
    return live.isReady();
  }

  /** The listener reads from the stream that the application got here. */
  @Override
  public void setReadListener(ReadListener listener) {
    live.setReadListener(listener);
  }

  @Override
  public int available() throws IOException {
    return live.available();
  }

  @Override
  public void close() throws IOException {
    live.close();
  }

  @Override
  public boolean markSupported() {
    return live.markSupported();
  }

  @Override
  public void mark(int limit) {
    live.mark(limit);
  }

  /** What is read again is not the body any more. */
  @Override
  public void reset() throws IOException {
    live.reset();
    capture.unreadable();
  }
}
