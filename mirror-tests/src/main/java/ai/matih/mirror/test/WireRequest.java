package ai.matih.mirror.test;

import java.util.ArrayList;
import java.util.List;

/**
 * A request to be sent as it is, byte for byte. Immutable.
 *
 * @param method any characters
 * @param target any characters
 * @param fields all that are sent, those of the framing too
 * @param body what the framing encloses
 * @param chunkSize how the body is cut where it is chunked, or 0
 */
public record WireRequest(
    String method, String target, List<Field> fields, String body, int chunkSize) {
  /** The Host field of every request, so that replies of servers on different ports are equal. */
  public static final String HOST = "primary.example:8080";

  /** The fields are copied. */
  public WireRequest {
    fields = List.copyOf(fields);
  }

  /** A request without a body. */
  public static WireRequest of(String method, String target) {
    return new WireRequest(method, target, List.of(new Field("Host", HOST)), "", 0);
  }

  /** A GET request. */
  public static WireRequest get(String target) {
    return of("GET", target);
  }

  /** A POST request whose body has its length before it. */
  public static WireRequest post(String target, String body) {
    return of("POST", target).withBody(body);
  }

  /** This request with one field more. */
  public WireRequest with(String name, String value) {
    List<Field> more = new ArrayList<>(fields);
    more.add(new Field(name, value));
    return new WireRequest(method, target, more, body, chunkSize);
  }

  /** This request without the fields of this name. */
  public WireRequest without(String name) {
    List<Field> fewer = new ArrayList<>(fields);
    fewer.removeIf(field -> field.is(name));
    return new WireRequest(method, target, fewer, body, chunkSize);
  }

  /** This request with a body and its length. */
  public WireRequest withBody(String body) {
    WireRequest framed = with("Content-Length", Integer.toString(body.length()));
    return new WireRequest(method, target, framed.fields, body, 0);
  }

  /** This request with a body in chunks. */
  public WireRequest withChunks(String body, int chunkSize) {
    WireRequest framed = with("Transfer-Encoding", "chunked");
    return new WireRequest(method, target, framed.fields, body, chunkSize);
  }

  /** What is sent before the body. */
  public String head() {
    return method + " " + target + " HTTP/1.1\r\n" + Field.lines(fields) + "\r\n";
  }

  /** The body in its framing. */
  public String framedBody() {
    if (chunkSize == 0) {
      return body;
    }
    StringBuilder chunks = new StringBuilder();
    for (int from = 0; from < body.length(); from += chunkSize) {
      int to = Math.min(from + chunkSize, body.length());
      chunks.append(Integer.toHexString(to - from)).append("\r\n");
      chunks.append(body, from, to).append("\r\n");
    }
    return chunks.append("0\r\n\r\n").toString();
  }

  /** All that is sent. */
  public String wire() {
    return head() + framedBody();
  }
}
