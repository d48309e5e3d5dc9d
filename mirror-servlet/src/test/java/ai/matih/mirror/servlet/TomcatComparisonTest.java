package ai.matih.mirror.servlet;

import static ai.matih.mirror.test.WireRequest.get;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.compare.Comparison;
import ai.matih.mirror.compare.ComparisonResult;
import ai.matih.mirror.compare.ComparisonResult.State;
import ai.matih.mirror.compare.Difference;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Tomcat does to a response below the filter. */
class TomcatComparisonTest {
  private static final Container COMPRESSING =
      new TomcatContainer(
          Map.of("compression", "force", "compressibleMimeType", "application/json"));

  private static Twins comparing(Container container, App app) throws Exception {
    Twins twins =
        new Twins(
            container,
            WebApp.of(app.servlet()),
            settings -> settings.compare(Comparison.defaults()));
    twins.mirrorAnswersLikeThePrimary();
    return twins;
  }

  @Test
  void s25_whatTheConnectorCompresses_isComparedDecoded() throws Exception {
    App app =
        (request, response) -> {
          boolean planted =
              request.getRequestURI().equals("/planted")
                  && request.getHeader(ComparisonTraps.MARKER) != null;
          response.setContentType("application/json");
          response.getOutputStream().print("{\"price\": " + (planted ? 2 : 1) + "}");
        };
    try (Twins twins = comparing(COMPRESSING, app)) {
      assertThat(twins.exchange(get("/same").with("Accept-Encoding", "gzip")))
          .contains("Content-Encoding: gzip");
      assertThat(Objects.requireNonNull(twins.compared()).state()).isEqualTo(State.EQUAL);
      twins.exchange(get("/planted").with("Accept-Encoding", "gzip"));
      assertThat(Objects.requireNonNull(twins.compared()).differences())
          .containsExactly(new Difference("$.price", Difference.Kind.VALUE, "1", "2"));
    }
  }

  @Test
  void s27_sentFile_isNotComparable(@TempDir Path folder) throws Exception {
    String text = "from a file ".repeat(50_000);
    Path file = Files.writeString(folder.resolve("file"), text);
    App app = (request, response) -> sendFile(request, response, file);
    try (Twins twins = comparing(new TomcatContainer(), app)) {
      assertThat(Twins.body(twins.exchange(get("/file")))).isEqualTo(text);
      ComparisonResult result = Objects.requireNonNull(twins.compared());
      assertThat(result.state()).isEqualTo(State.NOT_COMPARABLE);
    }
  }

  private static void sendFile(HttpServletRequest request, HttpServletResponse response, Path file)
      throws IOException {
    assertThat(request.getAttribute("org.apache.tomcat.sendfile.support")).isEqualTo(true);
    response.setContentLengthLong(Files.size(file));
    request.setAttribute("org.apache.tomcat.sendfile.filename", file.toRealPath().toString());
    request.setAttribute("org.apache.tomcat.sendfile.start", 0L);
    request.setAttribute("org.apache.tomcat.sendfile.end", Files.size(file));
  }
}
