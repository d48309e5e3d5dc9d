package ai.matih.mirror;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A finished copy of a request: whole, exact, and immutable.
 *
 * <p>The header fields are those to send: hop-by-hop fields are gone, Host and the loop marker are
 * set, and a body, also an empty one that was announced, has its Content-Length. Method, target and
 * fields are as a client sent them; a dispatcher that writes them to a wire refuses characters that
 * do not belong there, with {@link Outcome#MALFORMED_REQUEST}.
 */
public final class MirrorRequest {
  private final MirrorTarget mirror;
  private final String method;
  private final String target;
  private final String[] fields;
  private final int fieldStrings;
  private final Body body;
  private final boolean awaited;

  /** The fields are names and values in turn. */
  MirrorRequest(
      MirrorTarget mirror,
      String method,
      String target,
      String[] fields,
      int fieldStrings,
      Body body,
      boolean awaited) {
    this.mirror = mirror;
    this.method = method;
    this.target = target;
    this.fields = fields;
    this.fieldStrings = fieldStrings;
    this.body = body;
    this.awaited = awaited;
  }

  /** The same for another target, whose name is in the Host field unless the client's is kept. */
  MirrorRequest to(MirrorTarget other, boolean preserveHost) {
    String[] renamed = fields.clone();
    for (int i = 0; i < fieldStrings && !preserveHost; i += 2) {
      if (renamed[i].equalsIgnoreCase("host")) {
        renamed[i + 1] = other.authority();
      }
    }
    return new MirrorRequest(other, method, target, renamed, fieldStrings, body, awaited);
  }

  /** Where to send it. */
  public MirrorTarget mirror() {
    return mirror;
  }

  /** The method. */
  public String method() {
    return method;
  }

  /** The request target in origin form: raw path and query, or {@code *}. */
  public String target() {
    return target;
  }

  /** Passes every header field, name and value, in order. */
  public void forEachHeader(BiConsumer<String, String> sink) {
    for (int i = 0; i < fieldStrings; i += 2) {
      sink.accept(fields[i], fields[i + 1]);
    }
  }

  /** The body's length in bytes. */
  public int bodyLength() {
    return body.length();
  }

  /** The body's bytes, as read-only buffers of at most 64 KiB; none for an empty body. */
  public List<ByteBuffer> body() {
    return body.buffers();
  }

  /**
   * Whether the primary's response waits for this copy's answer, as it does in synchronous mode: a
   * dispatcher that would let copies gather sends this one at once.
   */
  public boolean isAwaited() {
    return awaited;
  }

  @Override
  public String toString() {
    return method + " " + Targets.path(target) + " to " + mirror;
  }
}
