package ai.matih.mirror.servlet;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;

/** What a test's servlet does. */
@FunctionalInterface
interface App {

  void handle(HttpServletRequest request, HttpServletResponse response) throws Exception;

  default HttpServlet servlet() {
    return new AppServlet(this);
  }

  /** Runs an {@link App} for every method. */
  final class AppServlet extends HttpServlet {
    @Serial private static final long serialVersionUID = 1;

    private final transient App app;

    private AppServlet(App app) {
      this.app = app;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      try {
        app.handle(request, response);
      } catch (IOException | RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
