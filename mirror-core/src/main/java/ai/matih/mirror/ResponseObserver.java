package ai.matih.mirror;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;

/**
 * Sums up a response as it passes, and keeps its bytes if they are to be compared and there is room
 * for them. Not thread-safe.
 *
 * <p>For a dispatcher that can say how the mirror answered, so that its answer compares with the
 * primary's: {@link MirrorDispatcher.Completion#observer}.
 */
public sealed class ResponseObserver permits UnseenResponse {
  static final Set<String> TYPE_AND_ENCODING = Set.of("content-type", "content-encoding");

  private final Set<String> names;
  private final KeptBody kept;
  private int status;
  private Map<String, String> fields = Map.of();
  private final CRC32C checksum = new CRC32C();
  private long length;
  private boolean opaque;

  /** An observer that keeps no bytes. */
  public ResponseObserver() {
    this(TYPE_AND_ENCODING, KeptBody.NONE);
  }

  /**
   * An observer of a response of which nothing has been seen yet.
   *
   * @param names the fields to look at, in lower case
   */
  ResponseObserver(Set<String> names, KeptBody kept) {
    this.names = names;
    this.kept = kept;
  }

  /**
   * The response's head; the last one counts.
   *
   * @param lookup its header fields; the lookup is not kept
   */
  public void head(int status, FieldLookup lookup) {
    this.status = status;
    Map<String, String> found = new HashMap<>();
    for (String name : names) {
      String value = lookup.value(name);
      if (value != null) {
        found.put(name, value);
      }
    }
    fields = found;
  }

  /** Whether anybody will look at the body; if not, there is no need to pass it. */
  public boolean wantsBody() {
    return true;
  }

  /** Bytes of the body; the buffer is left as it was. */
  public void body(ByteBuffer bytes) {
    length += bytes.remaining();
    checksum.update(bytes.duplicate());
    kept.append(bytes);
  }

  /** What was seen of the body will not be sent after all. */
  void reset() {
    length = 0;
    opaque = false;
    checksum.reset();
    kept.reset();
  }

  /** A part of the body was not seen. */
  public void opaque() {
    opaque = true;
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
        fields,
        bodiless ? 0 : length,
        bodiless ? 0 : checksum.getValue(),
        !opaque,
        bodiless || opaque ? List.of() : kept.buffers(),
        elapsed);
  }
}
