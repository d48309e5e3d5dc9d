package ai.matih.mirror.servlet;

import ai.matih.mirror.test.Field;
import ai.matih.mirror.test.TestApp;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The contract's application as a servlet. */
final class TestAppServlet extends HttpServlet {
  private static final long serialVersionUID = 1;

  private final transient TestApp app;

  TestAppServlet(TestApp app) {
    this.app = app;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    TestApp.Answer answer;
    try {
      answer =
          app.handle(
              new TestApp.Call(
                  request.getMethod(), target(request), fields(request), request.getInputStream()));
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new ServletException(e);
    }
    response.setStatus(answer.status());
    answer.fields().forEach(field -> response.addHeader(field.name(), field.value()));
    ServletOutputStream out = response.getOutputStream();
    for (byte[] piece : answer.pieces()) {
      out.write(piece);
      if (answer.pieces().size() > 1) {
        out.flush();
      }
    }
  }

  private static String target(HttpServletRequest request) {
    String query = request.getQueryString();
    return query == null ? request.getRequestURI() : request.getRequestURI() + "?" + query;
  }

  private static List<Field> fields(HttpServletRequest request) {
    List<Field> fields = new ArrayList<>();
    for (String name : Collections.list(request.getHeaderNames())) {
      for (String value : Collections.list(request.getHeaders(name))) {
        fields.add(new Field(name, value));
      }
    }
    return fields;
  }
}
