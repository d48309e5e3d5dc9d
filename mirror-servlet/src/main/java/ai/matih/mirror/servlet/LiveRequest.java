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
    String query = request().getQueryString();
    String path = request().getRequestURI();
    return query == null ? path : path + "?" + query;
  }

  @Override
  public @Nullable String header(String name) {
    return request().getHeader(name);
  }

  @Override
  public void forEachHeader(BiConsumer<String, String> fields) {
    boolean cookiesAreSplit = !isHttp1(request());
    Enumeration<String> names = request().getHeaderNames();
    while (names.hasMoreElements()) {
      String name = names.nextElement();
      Enumeration<String> values = request().getHeaders(name);
      if (cookiesAreSplit && name.equalsIgnoreCase("cookie")) {
        fields.accept(name, String.join("; ", Collections.list(values)));
      } else {
        while (values.hasMoreElements()) {
          fields.accept(name, values.nextElement());
        }
      }
    }
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
