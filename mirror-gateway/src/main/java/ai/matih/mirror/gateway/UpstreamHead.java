package ai.matih.mirror.gateway;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServerRequest;

/**
 * The head of a request as the service gets it: method, target and end-to-end fields as the client
 * sent them, Host included, and who the client was.
 */
record UpstreamHead(HttpMethod method, String target, HttpHeaders fields) {
  private static final String FORWARDED_FOR = "X-Forwarded-For";
  private static final String FORWARDED_PROTO = "X-Forwarded-Proto";
  private static final String FORWARDED_HOST = "X-Forwarded-Host";
  private static final Pattern LIST = Pattern.compile("[ \t]*,[ \t]*");

  /** RFC 9110, section 7.6.1, and Expect, which the gateway has answered. */
  private static final List<String> HOP_BY_HOP =
      List.of(
          "Connection",
          "Keep-Alive",
          "Proxy-Connection",
          "Proxy-Authenticate",
          "Proxy-Authorization",
          "TE",
          "Trailer",
          "Transfer-Encoding",
          "Upgrade",
          "HTTP2-Settings",
          "Expect");

  static UpstreamHead of(HttpServerRequest request, Service service) {
    HttpHeaders received = request.requestHeaders();
    HttpHeaders fields = endToEnd(received);
    if (received.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
      fields.set("Transfer-Encoding", "chunked");
    }
    String host = received.get(HttpHeaderNames.HOST);
    if (host == null) {
      // HTTP/1.0 may do without.
      fields.set("Host", service.authority());
    }
    if (request.connectionRemoteAddress() instanceof InetSocketAddress client) {
      appendClient(fields, client.getAddress().getHostAddress());
    }
    setIfAbsent(fields, FORWARDED_PROTO, "http");
    if (host != null) {
      setIfAbsent(fields, FORWARDED_HOST, host);
    }
    String target = request.uri();
    String wire = wire(target);
    return new UpstreamHead(request.method(), wire == null ? target : wire, fields);
  }

  private static void appendClient(HttpHeaders fields, String address) {
    List<String> before = fields.getAll(FORWARDED_FOR);
    fields.set(
        FORWARDED_FOR, before.isEmpty() ? address : String.join(", ", before) + ", " + address);
  }

  private static void setIfAbsent(HttpHeaders fields, String name, String value) {
    if (!fields.contains(name)) {
      fields.set(name, value);
    }
  }

  /** The fields of a message that are not its connection's, in their order. */
  static HttpHeaders endToEnd(HttpHeaders received) {
    Set<String> gone = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    gone.addAll(HOP_BY_HOP);
    for (String names : received.getAll(HttpHeaderNames.CONNECTION)) {
      gone.addAll(List.of(LIST.split(names.strip())));
    }
    // Of these a Connection field cannot say that they are the connection's.
    gone.remove("Host");
    gone.remove("Content-Length");
    HttpHeaders fields =
        DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
    for (Map.Entry<String, String> field : received) {
      if (!gone.contains(field.getKey())) {
        fields.add(field.getKey(), field.getValue());
      }
    }
    return fields;
  }

  /**
   * The target that Netty's encoder, which writes UTF-8, makes the received bytes of; null if they
   * are not UTF-8, which no encoder could write then.
   */
  static @Nullable String wire(String target) {
    if (target.chars().allMatch(c -> c < 0x80)) {
      return target;
    }
    try {
      byte[] bytes = target.getBytes(StandardCharsets.ISO_8859_1);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  void applyTo(HttpRequest request) {
    request.setMethod(method).setUri(target).headers().set(fields);
  }

  boolean hasBody() {
    String length = fields.get(HttpHeaderNames.CONTENT_LENGTH);
    return fields.contains(HttpHeaderNames.TRANSFER_ENCODING)
        || (length != null && !length.equals("0"));
  }

  @Override
  public String toString() {
    return "UpstreamHead{" + method + "}";
  }
}
