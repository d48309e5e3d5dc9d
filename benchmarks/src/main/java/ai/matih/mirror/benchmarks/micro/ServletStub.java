package ai.matih.mirror.benchmarks.micro;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A GET request with six fields that knows what a mirror asks for, and refuses all else. */
final class ServletStub extends HttpServletRequestWrapper {
  private final List<String> names =
      List.of("host", "user-agent", "accept", "accept-encoding", "cookie", "x-request-id");
  private final List<List<String>> values;
  private final String path;

  ServletStub(int number) {
    super(unusable(HttpServletRequest.class));
    path = "/orders/" + number;
    values =
        List.of(
            List.of("localhost"),
            List.of("benchmark/" + "1".repeat(number)),
            List.of("*/*"),
            List.of("gzip, br"),
            List.of("session=0123456789abcdef"),
            List.of(new UUID(number, number * 31L).toString()));
  }

  /** An object whose every method throws. */
  static <T> T unusable(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              throw new UnsupportedOperationException(method.getName());
            }));
  }

  @Override
  public DispatcherType getDispatcherType() {
    return DispatcherType.REQUEST;
  }

  @Override
  public String getProtocol() {
    return "HTTP/1.1";
  }

  @Override
  public String getMethod() {
    return "GET";
  }

  @Override
  public String getRequestURI() {
    return path;
  }

  @Override
  public @Nullable String getQueryString() {
    return null;
  }

  @Override
  public long getContentLengthLong() {
    return -1;
  }

  @Override
  public @Nullable String getHeader(String name) {
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(name)) {
        return values.get(i).get(0);
      }
    }
    return null;
  }

  @Override
  public Enumeration<String> getHeaderNames() {
    return Collections.enumeration(names);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(name)) {
        return Collections.enumeration(values.get(i));
      }
    }
    return Collections.emptyEnumeration();
  }
}
