package ai.matih.mirror.servlet;

import ai.matih.mirror.Capture;
import ai.matih.mirror.TrafficMirror;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The filter that mirrors what it passes on.
 *
 * <p>It belongs in front of all other filters, for the dispatcher types REQUEST, ASYNC and ERROR,
 * with asynchronous processing supported:
 *
 * <pre>{@code
 * var filter = servletContext.addFilter("mirror", new MirrorFilter(mirror));
 * filter.setAsyncSupported(true);
 * filter.addMappingForUrlPatterns(
 *     EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR), false, "/*");
 * }</pre>
 *
 * <p>It reads nothing of a request itself: the bytes are copied as the application reads them. A
 * body that the application does not read to its end is not copied, nor is one that the container
 * parses itself, for {@code getParts} or for {@code getParameter} on a form, unless the mirror
 * {@linkplain ai.matih.mirror.TrafficMirrorBuilder#reconstructForms reconstructs forms}.
 *
 * <p>In synchronous mode a write waits that would let the response's first byte go, and so does the
 * request's own thread when the application is done. A non-blocking write does not wait, nor one
 * that comes before the request's body was read: such a response is let go.
 *
 * <p>A request that is not mirrored passes with the container's own request and response.
 */
public final class MirrorFilter implements Filter {
  private static final AtomicLong FILTERS = new AtomicLong();

  /** Where a request that is dispatched again carries its exchange. */
  private final String attribute =
      MirrorFilter.class.getName() + "." + FILTERS.incrementAndGet() + ".exchange";

  private final SpareViews views = new SpareViews();
  private final boolean ownsMirror;
  private @Nullable TrafficMirror mirror;

  /** A filter for {@code web.xml}: {@link #init} builds its mirror from the init parameters. */
  public MirrorFilter() {
    this.ownsMirror = true;
  }

  /** A filter that passes what it sees to the mirror. It does not close it. */
  public MirrorFilter(TrafficMirror mirror) {
    this.ownsMirror = false;
    this.mirror = mirror;
  }

  /**
   * Builds the mirror, unless one was given, from these init parameters: {@code route}, {@code
   * mirrorHost} and {@code mirrorPort}, which are required, and
   *
   * <ul>
   *   <li>the configuration: {@code percentage}, {@code synchronous}, {@code logResponses};
   *   <li>which requests: {@code methods} and {@code pathPrefixes}, separated by commas, {@code
   *       salt}, {@code keyHeader}, {@code keyCookie};
   *   <li>what of them: {@code preserveHost}, {@code withoutCredentials} and {@code
   *       reconstructForms}, true or false, {@code dropHeaders}, separated by commas;
   *   <li>how: {@code tls}, true or false, {@code timeoutMillis}, {@code connectTimeoutMillis},
   *       {@code exchangeTimeoutMillis}, {@code closeTimeoutMillis}, {@code maxBodyBytes}, {@code
   *       maxHeldBytes}, {@code maxInFlight}, {@code maxConnections}.
   * </ul>
   *
   * <p>Each means what the method of this name means on {@link
   * ai.matih.mirror.TrafficMirrorBuilder}, and has its default.
   *
   * @throws ServletException naming the parameter that is missing, unknown or not valid
   */
  @Override
  public void init(FilterConfig config) throws ServletException {
    try {
      if (ownsMirror) {
        mirror = InitParameters.of(config).mirror();
      } else {
        InitParameters.of(config).expectNone();
      }
    } catch (IllegalArgumentException e) {
      throw new ServletException(e.getMessage(), e);
    }
  }

  /** Closes the mirror that {@link #init} has built. */
  @Override
  public void destroy() {
    TrafficMirror built = mirror;
    if (ownsMirror && built != null) {
      built.close();
    }
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    ServletExchange exchange = exchange(request);
    if (exchange == null) {
      chain.doFilter(request, response);
    } else {
      exchange.pass((HttpServletRequest) request, (HttpServletResponse) response, chain);
    }
  }

  /** The exchange that is to be observed, or null. A fault of ours ends here. */
  private @Nullable ServletExchange exchange(ServletRequest request) {
    try {
      DispatcherType type = request.getDispatcherType();
      if (type == DispatcherType.REQUEST) {
        return request instanceof HttpServletRequest live ? begin(live) : null;
      }
      if (type == DispatcherType.ASYNC || type == DispatcherType.ERROR) {
        return (ServletExchange) request.getAttribute(attribute);
      }
      return null;
    } catch (Throwable error) {
      return null;
    }
  }

  private @Nullable ServletExchange begin(HttpServletRequest request) {
    TrafficMirror current = mirror;
    if (current == null) {
      return null;
    }
    LiveRequest view = views.take();
    Capture capture = current.begin(view.of(request));
    views.giveBack(view);
    if (capture.wantsBody() || capture.wantsResponse() || capture.holdsResponse()) {
      return new ServletExchange(capture, attribute);
    }
    if (capture != Capture.NONE) {
      // Whole with its head, and the response is nobody's concern: nothing is left to observe.
      capture.end();
    }
    return null;
  }
}
