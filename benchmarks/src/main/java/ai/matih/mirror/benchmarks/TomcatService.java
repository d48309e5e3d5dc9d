package ai.matih.mirror.benchmarks;

import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.servlet.MirrorFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.jspecify.annotations.Nullable;

/** An application on Tomcat that reads a request to its end and answers with a few bytes. */
final class TomcatService {
  private TomcatService() {}

  static int start(@Nullable TrafficMirror mirror, @Nullable Filter peer)
      throws IOException, LifecycleException {
    Path directory = Files.createTempDirectory("benchmark");
    directory.toFile().deleteOnExit();
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(directory.toString());
    tomcat.setPort(0);
    Connector connector = tomcat.getConnector();
    connector.setProperty("address", "127.0.0.1");
    connector.setProperty("maxKeepAliveRequests", "-1");
    // Connections are idle while other services have their turn.
    connector.setProperty("connectionTimeout", "-1");
    connector.setProperty("keepAliveTimeout", "-1");
    Context context = tomcat.addContext("", directory.toString());
    context.addServletContainerInitializer(
        (classes, servletContext) -> {
          if (mirror != null) {
            add(servletContext, new MirrorFilter(mirror));
          }
          if (peer != null) {
            add(servletContext, peer);
          }
          servletContext.addServlet("application", new Application()).addMapping("/*");
        },
        Set.of());
    tomcat.start();
    return connector.getLocalPort();
  }

  private static void add(ServletContext context, Filter filter) {
    FilterRegistration.Dynamic registration = context.addFilter("mirror", filter);
    registration.setAsyncSupported(true);
    registration.addMappingForUrlPatterns(
        EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR),
        false,
        "/*");
  }

  private static final class Application extends HttpServlet {
    private static final long serialVersionUID = 1;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      byte[] bytes = new byte[1024];
      ServletInputStream in = request.getInputStream();
      while (in.read(bytes) >= 0) {
        // What it says is of no interest.
      }
      response.setContentType("application/json");
      response.setContentLength(Target.BODY.length);
      response.getOutputStream().write(Target.BODY);
    }
  }
}
