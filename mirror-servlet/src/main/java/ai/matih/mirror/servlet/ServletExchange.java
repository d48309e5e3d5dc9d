package ai.matih.mirror.servlet;

import ai.matih.mirror.Capture;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.UnavailableException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One exchange that is observed, over all dispatches of its request.
 *
 * <p>No callback of a container is the last one in every case: the end of the first dispatch is too
 * early for asynchronous and failed requests, and {@code onComplete} never comes on Tomcat when the
 * application throws after {@code startAsync}. So the exchange is over with the first of
 *
 * <ol>
 *   <li>a dispatch that ends without an exception, {@code sendError} or asynchronous processing;
 *   <li>an ERROR dispatch that ends;
 *   <li>{@code onComplete};
 *   <li>a short while after an exception, {@code sendError}, {@code onError} or {@code onTimeout}.
 * </ol>
 *
 * <p>While asynchronous processing is on, nothing is read from request and response but by the
 * application: they are not thread-safe. After the end they are let go, because a container uses
 * them again for the next request.
 */
final class ServletExchange implements AsyncListener {
  /** With this attribute Tomcat sends a file below any wrapper. */
  private static final String SENDFILE = "org.apache.tomcat.sendfile.filename";

  private final Capture capture;
  private final String attribute;
  private final BodySource body;
  private @Nullable HttpServletRequest request;
  private @Nullable TeeResponse response;
  private boolean startedAsync;
  private volatile boolean over;

  ServletExchange(Capture capture, String attribute) {
    this.capture = capture;
    this.attribute = attribute;
    this.body = new BodySource(capture);
  }

  /** Passes one dispatch of the request on, observed. */
  void pass(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (over) {
      chain.doFilter(request, response);
      return;
    }
    // Undertow does not put the type back after a forward.
    boolean error = request.getDispatcherType() == DispatcherType.ERROR;
    startedAsync = false;
    this.request = request;
    ServletRequest observedRequest = observed(request);
    ServletResponse observedResponse = observed(response, error);
    try {
      chain.doFilter(observedRequest, observedResponse);
    } catch (Throwable thrown) {
      guarded(() -> threw(request, thrown));
      throw thrown;
    }
    guarded(() -> passed(request, error));
  }

  /**
   * A byte of the response may leave now, which in synchronous mode has to wait for the mirror.
   * While the thread that reads the request's body waits, there would be no copy to wait for.
   */
  void beforeCommit() {
    if (!capture.holdsResponse()) {
      return;
    }
    if (capture.wantsBody()) {
      capture.letResponseGo();
    } else {
      capture.awaitRelease();
    }
  }

  /** A byte of the response may leave, on a thread that must not wait. */
  void beforeNonBlockingWrite() {
    if (capture.holdsResponse()) {
      capture.letResponseGo();
    }
  }

  /** The request as it is if it is observed already: a dispatch may come with what it was given. */
  private ServletRequest observed(HttpServletRequest request) {
    return isObserved(request) ? request : new TeeRequest(request, this, body);
  }

  private ServletResponse observed(HttpServletResponse response, boolean error) {
    boolean wanted = capture.wantsResponse() || capture.holdsResponse();
    if (!wanted || isObserved(response)) {
      return response;
    }
    if (error && !response.isCommitted()) {
      capture.responseReset();
      this.response = null;
    }
    TeeResponse tee = new TeeResponse(response, this, capture, this.response);
    this.response = tee;
    return tee;
  }

  private boolean isObserved(ServletRequest request) {
    ServletRequest inner = request;
    while (inner instanceof ServletRequestWrapper wrapper) {
      if (wrapper instanceof TeeRequest tee && tee.exchange == this) {
        return true;
      }
      inner = wrapper.getRequest();
    }
    return false;
  }

  private boolean isObserved(ServletResponse response) {
    ServletResponse inner = response;
    while (inner instanceof ServletResponseWrapper wrapper) {
      if (wrapper instanceof TeeResponse tee && tee.exchange == this) {
        return true;
      }
      inner = wrapper.getResponse();
    }
    return false;
  }

  private void passed(HttpServletRequest request, boolean error) {
    if (startedAsync || (!error && request.isAsyncStarted())) {
      return;
    }
    TeeResponse observed = response;
    if (observed != null && observed.errorSent()) {
      body.end(request);
      observed.report(isHead(request));
      endSoon();
    } else {
      end();
    }
    beforeCommit();
  }

  private static boolean isHead(HttpServletRequest request) {
    return request.getMethod().equals("HEAD");
  }

  private void threw(HttpServletRequest request, Throwable thrown) {
    expectDispatch(request);
    TeeResponse observed = response;
    if (observed != null) {
      boolean committed = observed.isCommitted();
      capture.response(committed ? observed.getStatus() : status(thrown), name -> null);
    }
    endSoon();
    beforeCommit();
  }

  /** What a container makes of an exception, unless an error page changes it. */
  private static int status(Throwable thrown) {
    Throwable cause = thrown;
    while (cause instanceof ServletException wrapper && wrapper.getRootCause() != null) {
      cause = wrapper.getRootCause();
    }
    if (cause instanceof UnavailableException unavailable) {
      return unavailable.isPermanent()
          ? HttpServletResponse.SC_NOT_FOUND
          : HttpServletResponse.SC_SERVICE_UNAVAILABLE;
    }
    return HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
  }

  /** The request may be dispatched again, and then has to be recognised. */
  void expectDispatch(ServletRequest request) {
    if (!over && request.getAttribute(attribute) == null) {
      request.setAttribute(attribute, this);
    }
  }

  /** An error is about to be sent; Undertow dispatches to its page at once. */
  void expectErrorDispatch() {
    HttpServletRequest current = request;
    if (current != null) {
      guarded(() -> expectDispatch(current));
    }
  }

  /** Asynchronous processing is on, so that the end of this dispatch is not the exchange's. */
  void startedAsync(ServletRequest request, AsyncContext context) {
    startedAsync = true;
    guarded(
        () -> {
          if (!over) {
            expectDispatch(request);
            context.addListener(this);
          }
        });
  }

  /**
   * What an asynchronous context is to answer with in place of the container's own, which it gives
   * on Tomcat and Jetty after {@code startAsync()}.
   */
  ServletResponse observed(ServletResponse response) {
    TeeResponse observed = this.response;
    if (observed == null || isObserved(response)) {
      return response;
    }
    if (observed.getResponse() == response) {
      return observed;
    }
    capture.responseOpaque();
    return response;
  }

  /**
   * The response to forward with. Jetty takes back what was written before a forward without
   * telling a wrapper. Undertow flushes a wrapped response behind a forward, but not its own, so
   * that only its own keeps its Content-Length: that one is forwarded, unseen.
   */
  ServletResponse forwarded(ServletResponse response, boolean withoutWrapper) {
    TeeResponse observed = this.response;
    if (observed == null || response.isCommitted()) {
      return response;
    }
    observed.startAgain();
    if (!withoutWrapper || response != observed) {
      return response;
    }
    capture.responseOpaque();
    return observed.getResponse();
  }

  /** The client is gone, or the connection: what has not passed never will. */
  void aborted() {
    capture.responseOpaque();
    letGo();
  }

  /** The connection is the application's from now on. */
  void upgraded() {
    aborted();
  }

  private void end() {
    HttpServletRequest current = request;
    TeeResponse observed = response;
    if (over || current == null) {
      return;
    }
    body.end(current);
    if (observed != null) {
      observed.report(isHead(current));
      if (current.getAttribute(SENDFILE) != null) {
        capture.responseOpaque();
      }
    }
    letGo();
  }

  private void letGo() {
    over = true;
    request = null;
    response = null;
    capture.end();
  }

  private void endSoon() {
    if (!over) {
      capture.responseOpaque();
      capture.endSoon();
    }
  }

  @Override
  public void onComplete(AsyncEvent event) {
    guarded(this::end);
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    guarded(this::endSoon);
  }

  @Override
  public void onError(AsyncEvent event) {
    guarded(this::endSoon);
  }

  /** A new cycle begins without the old one's listeners. */
  @Override
  public void onStartAsync(AsyncEvent event) {
    guarded(() -> event.getAsyncContext().addListener(this));
  }

  /** The one edge between the container's threads and what is ours; a capture never throws. */
  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (Throwable error) {
      capture.failed(error);
    }
  }
}
