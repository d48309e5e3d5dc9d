package ai.matih.mirror;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A lazy view of a live request's head, implemented by an adapter over the server's own request.
 *
 * <p>The view is read on the request's own thread and only during {@link
 * TrafficMirror#begin(RequestView)}; nothing keeps it, so an adapter may reuse one. Nothing is
 * copied from it before the decision to mirror.
 */
public interface RequestView {

  /** The method, as received. */
  String method();

  /**
   * The request target, as received: raw path and query, undecoded (RFC 9112, section 3.2). A
   * target in absolute form is accepted; its path and query are used.
   */
  String target();

  /**
   * The first value of the header field, or null. Must not allocate where the server holds the
   * value as a string.
   *
   * @param name compared without regard to case
   */
  @Nullable String header(String name);

  /**
   * Passes every header field, name and value, in the order received as far as the server knows it,
   * repeated fields repeatedly. HTTP/2's {@code :authority} is passed as {@code host}, and its
   * several {@code cookie} fields as one (RFC 9113, section 8.2.3).
   */
  void forEachHeader(BiConsumer<String, String> fields);

  /** The body's length in bytes: 0 when there is no body, -1 when it is not known beforehand. */
  long bodyLength();

  /** The client's address as the server knows it, or null. */
  default @Nullable String clientAddress() {
    return null;
  }
}
