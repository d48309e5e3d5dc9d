package ai.matih.mirror.netty;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A request's body as the application reads it, fed by an event loop. */
final class BodyStream extends InputStream {
  private static final byte[] END = {0};
  private static final byte[] ABORT = {1};

  private final BlockingQueue<byte[]> pieces = new LinkedBlockingQueue<>();
  private byte[] piece = new byte[0];
  private int next;

  void add(byte[] bytes) {
    if (bytes.length > 0) {
      pieces.add(bytes);
    }
  }

  void end() {
    pieces.add(END);
  }

  void abort() {
    pieces.add(ABORT);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (next == piece.length) {
      piece = take();
      next = 0;
    }
    if (piece == ABORT) {
      throw new IOException("the client is gone");
    }
    if (piece == END) {
      return -1;
    }
    int count = Math.min(length, piece.length - next);
    System.arraycopy(piece, next, bytes, offset, count);
    next += count;
    return count;
  }

  /** The end stays the last one taken. */
  private byte[] take() throws IOException {
    try {
      return piece == END || piece == ABORT ? piece : pieces.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    }
  }
}
