package ai.matih.mirror.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;

/**
 * The context of asynchronous processing, whose request and response are the observed ones where
 * the container gives its own.
 */
final class TeeAsyncContext implements AsyncContext {
  private final AsyncContext live;
  private final TeeRequest request;
  private final ServletExchange exchange;

  TeeAsyncContext(AsyncContext live, TeeRequest request, ServletExchange exchange) {
    this.live = live;
    this.request = request;
    this.exchange = exchange;
  }

  boolean isOf(AsyncContext context) {
    return live == context;
  }

  @Override
  public ServletRequest getRequest() {
    ServletRequest original = live.getRequest();
    return original == request.getRequest() ? request : original;
  }

  @Override
  public ServletResponse getResponse() {
    return exchange.observed(live.getResponse());
  }

  @Override
  public boolean hasOriginalRequestAndResponse() {
    return live.hasOriginalRequestAndResponse();
  }

  @Override
  public void dispatch() {
    live.dispatch();
  }

  @Override
  public void dispatch(String path) {
    live.dispatch(path);
  }

  @Override
  public void dispatch(ServletContext context, String path) {
    live.dispatch(context, path);
  }

  @Override
  public void complete() {
    exchange.beforeCommit();
    live.complete();
  }

  @Override
  public void start(Runnable task) {
    live.start(task);
  }

  @Override
  public void addListener(AsyncListener listener) {
    live.addListener(listener);
  }

  @Override
  public void addListener(
      AsyncListener listener, ServletRequest request, ServletResponse response) {
    live.addListener(listener, request, response);
  }

  @Override
  public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
    return live.createListener(type);
  }

  @Override
  public void setTimeout(long millis) {
    live.setTimeout(millis);
  }

  @Override
  public long getTimeout() {
    return live.getTimeout();
  }
}
