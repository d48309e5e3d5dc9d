package ai.matih.mirror.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.Part;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.Collection;
import java.util.Enumeration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request whose body is copied as the application reads it.
 *
 * <p>It never reads itself, and each method does what the container's own does: where a wrapper
 * that reads first would lose the application's parameters, charset or errors, this one passes the
 * call on and takes note.
 */
final class TeeRequest extends HttpServletRequestWrapper {
  final ServletExchange exchange;
  private final BodySource body;
  private @Nullable TeeInputStream stream;
  private @Nullable ServletInputStream streamOf;
  private @Nullable BufferedReader reader;
  private @Nullable BufferedReader readerOf;
  private @Nullable TeeAsyncContext asyncContext;

  TeeRequest(HttpServletRequest request, ServletExchange exchange, BodySource body) {
    super(request);
    this.exchange = exchange;
    this.body = body;
  }

  private HttpServletRequest request() {
    return (HttpServletRequest) getRequest();
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    ServletInputStream live = super.getInputStream();
    TeeInputStream tee = stream;
    if (tee == null || streamOf != live) {
      boolean declared = LiveRequest.bodyLength(request()) >= 0;
      tee = new TeeInputStream(live, body.opened(), declared, exchange);
      stream = tee;
      streamOf = live;
    }
    return tee;
  }

  @Override
  public BufferedReader getReader() throws IOException {
    BufferedReader live = super.getReader();
    if (stream != null) {
      // Undertow's reader reads from the stream of this wrapper.
      return live;
    }
    BufferedReader tee = reader;
    if (tee == null || readerOf != live) {
      tee =
          new BufferedReader(
              new TeeReader(live, body.opened(), super.getCharacterEncoding(), exchange));
      reader = tee;
      readerOf = live;
    }
    return tee;
  }

  @Override
  public @Nullable String getParameter(String name) {
    body.parameter(request(), name);
    return super.getParameter(name);
  }

  @Override
  public String @Nullable [] getParameterValues(String name) {
    body.parameters();
    return super.getParameterValues(name);
  }

  @Override
  public Enumeration<String> getParameterNames() {
    body.parameters();
    return super.getParameterNames();
  }

  @Override
  public Map<String, String[]> getParameterMap() {
    body.parameters();
    return super.getParameterMap();
  }

  @Override
  public Collection<Part> getParts() throws IOException, ServletException {
    body.parts();
    return super.getParts();
  }

  @Override
  public Part getPart(String name) throws IOException, ServletException {
    body.parts();
    return super.getPart(name);
  }

  /**
   * Not {@code startAsync(this, response)}, which would let the application's {@code dispatch()} go
   * to another path on Tomcat and Undertow, and double query parameters on Jetty.
   */
  @Override
  public AsyncContext startAsync() {
    return observed(super.startAsync());
  }

  @Override
  public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
    return observed(super.startAsync(request, response));
  }

  private AsyncContext observed(AsyncContext live) {
    exchange.startedAsync(getRequest(), live);
    TeeAsyncContext tee = new TeeAsyncContext(live, this, exchange);
    asyncContext = tee;
    return tee;
  }

  @Override
  public AsyncContext getAsyncContext() {
    AsyncContext live = super.getAsyncContext();
    TeeAsyncContext tee = asyncContext;
    return tee != null && tee.isOf(live) ? tee : live;
  }

  @Override
  public @Nullable RequestDispatcher getRequestDispatcher(String path) {
    RequestDispatcher live = super.getRequestDispatcher(path);
    return live == null ? null : new TeeDispatcher(live, exchange);
  }

  @Override
  public <T extends HttpUpgradeHandler> T upgrade(Class<T> handlerClass)
      throws IOException, ServletException {
    T handler = super.upgrade(handlerClass);
    exchange.upgraded();
    return handler;
  }
}
