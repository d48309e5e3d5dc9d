package ai.matih.mirror;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What was seen of a response as it passed.
 *
 * @param status the final status code, or 0 where there is none
 * @param contentType the field's value, or null
 * @param contentEncoding the field's value, or null
 * @param bodyLength the body's length in bytes, as far as it was seen
 * @param bodyChecksum CRC-32C of these bytes (RFC 9260, appendix A)
 * @param bodyWhole whether the whole body was seen
 * @param elapsed for the primary, from the request's head to the response's end; for the mirror,
 *     from the hand-over of the copy
 */
public record ObservedResponse(
    int status,
    @Nullable String contentType,
    @Nullable String contentEncoding,
    long bodyLength,
    long bodyChecksum,
    boolean bodyWhole,
    Duration elapsed) {

  /** No response, where none is to be expected. */
  public static final ObservedResponse NONE =
      new ObservedResponse(0, null, null, 0, 0, false, Duration.ZERO);
}
