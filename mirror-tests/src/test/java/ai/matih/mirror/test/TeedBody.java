package ai.matih.mirror.test;

import ai.matih.mirror.Capture;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** The body of one request on a connection, passed to a capture as it is read. */
final class TeedBody extends InputStream {
  private final InputStream in;
  private final Capture capture;
  private final boolean chunked;

  /** What is left of the body, or of the chunk. */
  private long left;

  private boolean over;

  TeedBody(InputStream in, long length, Capture capture) {
    this.in = in;
    this.capture = capture;
    this.chunked = length < 0;
    this.left = Math.max(length, 0);
    this.over = length == 0;
  }

  /** Whether the whole body was read, so that the next request follows. */
  boolean isOver() {
    return over;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (chunked && left == 0 && !over) {
      nextChunk();
    }
    if (over) {
      return -1;
    }
    int count = in.read(bytes, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw new EOFException("body cut");
    }
    left -= count;
    over = !chunked && left == 0;
    if (chunked && left == 0) {
      SocketServer.line(in);
    }
    capture.body(bytes, offset, count);
    return count;
  }

  private void nextChunk() throws IOException {
    left = Long.parseLong(SocketServer.line(in).split(";", 2)[0], 16);
    if (left == 0) {
      while (!SocketServer.line(in).isEmpty()) {
        // Trailers are nobody's here.
      }
      over = true;
      capture.bodyEnd();
    }
  }
}
