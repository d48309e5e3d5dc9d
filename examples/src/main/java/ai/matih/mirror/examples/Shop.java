package ai.matih.mirror.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/**
 * The application, in two versions that differ in one price. It notes what it sees before it
 * answers, and answers one request always alike.
 */
final class Shop extends HttpServlet {
  private static final long serialVersionUID = 1;
  private static final List<String> KNOWN =
      List.of("/price", "/orders", "/find", "/login", "/files");

  /** The end point whose answers differ between the versions. */
  static final String PLANTED = "GET /price";

  private final transient Sightings sightings;
  private final int cents;

  Shop(Sightings sightings, int cents) {
    this.sightings = sightings;
    this.cents = cents;
  }

  /** The part of the application that a request is for. */
  static String endPoint(String method, String target) {
    for (String path : KNOWN) {
      if (target.startsWith(path)
          && (target.length() == path.length()
              || "/?".indexOf(target.charAt(path.length())) >= 0)) {
        return method + ' ' + path;
      }
    }
    return method + " /*";
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    request.setCharacterEncoding("UTF-8");
    Seen seen;
    String answer;
    switch (endPoint(request.getMethod(), request.getRequestURI())) {
      case PLANTED -> {
        seen = read(request);
        answer = "{\"cents\": " + cents + "}";
      }
      case "POST /login" -> {
        String user = request.getParameter("user");
        seen = Seen.ofParameters(request);
        answer = "{\"welcome\": \"" + user + "\"}";
      }
      default -> {
        seen = read(request);
        answer = "{\"read\": \"" + seen.body() + "\"}";
      }
    }
    String id = request.getHeader(Seen.ID);
    if (id != null) {
      sightings.add(id, seen);
    }
    byte[] bytes = answer.getBytes(UTF_8);
    response.setContentType("application/json");
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }

  private static Seen read(HttpServletRequest request) throws IOException {
    return Seen.of(request, request.getInputStream().readAllBytes());
  }
}
