package ai.matih.mirror.servlet;

import ai.matih.mirror.TrafficMirror;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.http.HttpServlet;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A web application to be started on a container: one servlet for all paths, behind filters.
 *
 * @param errorPage the page of all errors, or null for the container's own
 * @param http2 whether the container speaks HTTP/2 in clear text too
 */
record WebApp(
    HttpServlet servlet, List<Filter> filters, @Nullable String errorPage, boolean http2) {

  WebApp {
    filters = List.copyOf(filters);
  }

  static WebApp of(HttpServlet servlet) {
    return new WebApp(servlet, List.of(), null, false);
  }

  /** This application with one more filter, inside of those before. */
  WebApp with(Filter filter) {
    List<Filter> more = new ArrayList<>(filters);
    more.add(filter);
    return new WebApp(servlet, more, errorPage, http2);
  }

  /** This application with the filter of a mirror inside of the others, if there is a mirror. */
  WebApp mirroredBy(@Nullable TrafficMirror mirror) {
    return mirror == null ? this : with(new MirrorFilter(mirror));
  }

  WebApp withErrorPage(String path) {
    return new WebApp(servlet, filters, path, http2);
  }

  WebApp withHttp2() {
    return new WebApp(servlet, filters, errorPage, true);
  }

  void register(ServletContext context) {
    for (int i = 0; i < filters.size(); i++) {
      FilterRegistration.Dynamic filter = context.addFilter("filter-" + i, filters.get(i));
      filter.setAsyncSupported(true);
      filter.addMappingForUrlPatterns(
          EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR),
          true,
          "/*");
    }
    ServletRegistration.Dynamic app = context.addServlet("app", servlet);
    app.setAsyncSupported(true);
    app.setMultipartConfig(new MultipartConfigElement(System.getProperty("java.io.tmpdir")));
    app.addMapping("/");
  }
}
