package ai.matih.mirror.benchmarks.micro;

import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.servlet.MirrorFilter;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does the filter cost a request without a body, of which a container has strings already, and
 * of which Tomcat has bytes? In the baseline there is no filter.
 */
@State(Scope.Thread)
public class ServletBenchmark {
  private static final int COUNT = 64;

  private final ServletStub[] requests = new ServletStub[COUNT];
  private final TomcatRequest tomcat = new TomcatRequest();
  private final HttpServletResponse response = ServletStub.unusable(HttpServletResponse.class);
  private final Application application = new Application();
  private int next;

  /** Which arm; see {@link Arms}. */
  @Param({"baseline", "not_sampled", "mirrored", "overloaded"})
  public String arm = "";

  private @Nullable Arms chosen;
  private @Nullable TrafficMirror mirror;
  private Filter filter = (request, response, chain) -> chain.doFilter(request, response);

  /** Builds the arm's filter. */
  @Setup(Level.Trial)
  public void build() {
    for (int i = 0; i < COUNT; i++) {
      requests[i] = new ServletStub(i);
    }
    if (!arm.equals("baseline")) {
      chosen = Arms.valueOf(arm.toUpperCase(Locale.ROOT));
      TrafficMirror built = chosen.mirror();
      mirror = built;
      filter = new MirrorFilter(built);
    }
  }

  /** Fails a benchmark of what did not happen. */
  @TearDown(Level.Trial)
  public void check() {
    if (chosen != null && mirror != null) {
      chosen.check(mirror);
    }
  }

  /** A GET request through the filter. */
  @Benchmark
  public @Nullable Object get() throws IOException, ServletException {
    filter.doFilter(requests[next++ & (COUNT - 1)], response, application);
    return application.last;
  }

  /** The same of Tomcat's own. */
  @Benchmark
  public @Nullable Object getOfTomcat() throws IOException, ServletException {
    filter.doFilter(tomcat.next(), response, application);
    return application.last;
  }

  private static final class Application implements FilterChain {
    private @Nullable ServletRequest last;

    @Override
    public void doFilter(ServletRequest request, ServletResponse response) {
      last = request;
    }
  }
}
