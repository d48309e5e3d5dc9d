package ai.matih.mirror;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a response as it passed.
 *
 * @param status the final status code, or 0 where there is none
 * @param fields header fields that it had, of those that were asked for; the names in lower case
 * @param bodyLength the body's length in bytes, as far as it was seen
 * @param bodyChecksum CRC-32C of these bytes (RFC 9260, appendix A)
 * @param bodyWhole whether the whole body was seen
 * @param body the body's bytes, read-only, if it was seen whole and kept; else none
 * @param elapsed for the primary, from the request's head to the response's end; for the mirror,
 *     from when its copy was written
 */
public record ObservedResponse(
    int status,
    Map<String, String> fields,
    long bodyLength,
    long bodyChecksum,
    boolean bodyWhole,
    List<ByteBuffer> body,
    Duration elapsed) {

  /** No response, where none is to be expected. */
  public static final ObservedResponse NONE =
      new ObservedResponse(0, Map.of(), 0, 0, false, List.of(), Duration.ZERO);

  /** Fields and body are copied; the body's bytes are shared. */
  public ObservedResponse {
    fields = Map.copyOf(fields);
    body = List.copyOf(body);
  }

  /** The Content-Type field's value, or null. */
  public @Nullable String contentType() {
    return fields.get("content-type");
  }

  /** The Content-Encoding field's value, or null. */
  public @Nullable String contentEncoding() {
    return fields.get("content-encoding");
  }

  /** Whether {@link #body} is the body to its last byte; an empty body always is, once seen. */
  public boolean bodyKept() {
    return bodyWhole && body.stream().mapToLong(ByteBuffer::remaining).sum() == bodyLength;
  }

  /** Without values of fields and without the body: they may be secrets. */
  @Override
  public String toString() {
    return "ObservedResponse{" + status + ", " + bodyLength + " bytes, " + elapsed + "}";
  }
}
