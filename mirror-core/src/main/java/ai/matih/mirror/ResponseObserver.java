package ai.matih.mirror;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Sums up a response as it passes, without keeping its bytes. Not thread-safe.
 *
 * <p>For a dispatcher that can say how the mirror answered, so that its answer compares with the
 * primary's.
 */
public final class ResponseObserver {
  private int status;
  private @Nullable String contentType;
  private @Nullable String contentEncoding;
  private final CRC32C checksum = new CRC32C();
  private long length;
  private boolean opaque;

  /** An observer of a response of which nothing has been seen yet. */
  public ResponseObserver() {}

  /** The response's head; the last one counts. */
  public void head(int status, @Nullable String contentType, @Nullable String contentEncoding) {
    this.status = status;
    this.contentType = contentType;
    this.contentEncoding = contentEncoding;
  }

  /** Bytes of the body; the buffer is left as it was. */
  public void body(ByteBuffer bytes) {
    length += bytes.remaining();
    checksum.update(bytes.duplicate());
  }

  /** What was seen of the body will not be sent after all. */
  void reset() {
    length = 0;
    opaque = false;
    checksum.reset();
  }

  /** A part of the body was not seen. */
  public void opaque() {
    opaque = true;
  }

  /** How many bytes of the body were seen. */
  public long bodyLength() {
    return length;
  }

  /** The status of the head seen last, or 0. */
  int status() {
    return status;
  }

  /**
   * What was seen by now.
   *
   * @param method the request's, because a response to HEAD has no body whatever was written
   */
  public ObservedResponse observed(String method, Duration elapsed) {
    boolean bodiless = method.equals("HEAD") || status == 204 || status == 304;
    return new ObservedResponse(
        status,
        contentType,
        contentEncoding,
        bodiless ? 0 : length,
        bodiless ? 0 : checksum.getValue(),
        bodiless || !opaque,
        elapsed);
  }
}
