package ai.matih.mirror.servlet;

import ai.matih.mirror.RequestView;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Enumeration;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The head of a request in the container's hands. */
final class LiveRequest implements RequestView {
  private @Nullable HttpServletRequest request;

  RequestView of(HttpServletRequest request) {
    this.request = request;
    return this;
  }

  void forget() {
    request = null;
  }

  private HttpServletRequest request() {
    HttpServletRequest live = request;
    if (live == null) {
      throw new IllegalStateException("the request is over");
    }
    return live;
  }

  @Override
  public String method() {
    return request().getMethod();
  }

  @Override
  public String target() {
    String path = request().getRequestURI();
    String query = request().getQueryString();
    return exact(query == null ? path : path + "?" + query);
  }

  /**
   * Jetty decodes other characters than ASCII in a query, so that it is not known which bytes they
   * were. U+FFFD in their place never reaches a wire.
   */
  private static String exact(String target) {
    for (int i = 0; i < target.length(); i++) {
      if (target.charAt(i) >= 0x80) {
        return target.replaceAll("[^\\x00-\\x7F]", "\uFFFD");
      }
    }
    return target;
  }

  @Override
  public @Nullable String header(String name) {
    return request().getHeader(name);
  }

  @Override
  public void forEachHeader(BiConsumer<String, String> fields) {
    boolean http1 = isHttp1(request());
    if (!http1 && request().getHeader("host") == null) {
      fields.accept("host", authority());
    }
    Enumeration<String> names = request().getHeaderNames();
    while (names.hasMoreElements()) {
      String name = names.nextElement();
      Enumeration<String> values = request().getHeaders(name);
      if (!http1 && name.equalsIgnoreCase("cookie")) {
        fields.accept(name, String.join("; ", Collections.list(values)));
      } else {
        while (values.hasMoreElements()) {
          fields.accept(name, values.nextElement());
        }
      }
    }
  }

  /** Tomcat and Jetty keep {@code :authority} in no other place. */
  private String authority() {
    int port = request().getServerPort();
    boolean usual = port == (request().isSecure() ? 443 : 80);
    return usual ? request().getServerName() : request().getServerName() + ":" + port;
  }

  @Override
  public long bodyLength() {
    return bodyLength(request());
  }

  /** RFC 9112, section 6.3: without either field a request of HTTP/1 has no body. */
  static long bodyLength(HttpServletRequest request) {
    if (request.getHeader("transfer-encoding") != null) {
      return -1;
    }
    long declared = request.getContentLengthLong();
    return declared < 0 && isHttp1(request) ? 0 : declared;
  }

  static boolean isHttp1(HttpServletRequest request) {
    return request.getProtocol().startsWith("HTTP/1");
  }

  @Override
  public @Nullable String clientAddress() {
    return request().getRemoteAddr();
  }
}
