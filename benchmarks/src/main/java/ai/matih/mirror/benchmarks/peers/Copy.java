package ai.matih.mirror.benchmarks.peers;

import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A request as such a filter would copy it. */
final class Copy {

  record Field(String name, String value) {}

  /** What a client sets itself, or refuses to send. */
  private static final Set<String> OWN = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  static {
    OWN.addAll(
        List.of(
            "Connection",
            "Content-Length",
            "Expect",
            "Host",
            "Keep-Alive",
            "TE",
            "Trailer",
            "Transfer-Encoding",
            "Upgrade"));
  }

  final String method;
  final String target;
  final List<Field> fields = new ArrayList<>();
  final byte[] body;

  Copy(HttpServletRequest request, byte[] body) {
    String query = request.getQueryString();
    this.method = request.getMethod();
    this.target = request.getRequestURI() + (query == null ? "" : "?" + query);
    this.body = body;
    var names = request.getHeaderNames();
    while (names.hasMoreElements()) {
      String name = names.nextElement();
      if (!OWN.contains(name)) {
        var values = request.getHeaders(name);
        while (values.hasMoreElements()) {
          fields.add(new Field(name, values.nextElement()));
        }
      }
    }
  }
}
