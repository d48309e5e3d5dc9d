package ai.matih.mirror.servlet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.Outcome;
import ai.matih.mirror.test.RecordedRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What HTTP/2 leaves open: lengths, the Host field, cookies. */
interface Http2Traps extends Traps {

  private static List<Map.Entry<String, String>> request(String method) {
    return List.of(
        entry(":method", method),
        entry(":scheme", "http"),
        entry(":authority", "primary.example:8080"),
        entry(":path", "/a?b"),
        entry("cookie", "one=1"),
        entry("cookie", "two=2"));
  }

  private Twins twinsOverHttp2(App app) throws Exception {
    return twins(WebApp.of(app.servlet()).withHttp2(), settings -> settings);
  }

  private static void echo(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.getOutputStream().write(request.getInputStream().readAllBytes());
  }

  @Test
  default void s38_http2Request_isCopiedAsOneOfHttp1() throws Exception {
    Twins twins = twinsOverHttp2(Http2Traps::echo);
    String reply = Http2Client.exchange(twins.mirrored.port(), request("GET"));
    assertThat(reply).isEmpty();
    RecordedRequest copy = twins.copied();
    assertThat(copy.target()).isEqualTo("/a?b");
    assertThat(copy.values("Cookie")).containsExactly("one=1; two=2");
    assertThat(copy.values("X-Forwarded-Host")).containsExactly("primary.example:8080");
    assertThat(copy.values("Content-Length")).isEmpty();
  }

  @Test
  default void http2Body_isExactWhateverItsFrames() throws Exception {
    Twins twins = twinsOverHttp2(Http2Traps::echo);
    String reply =
        Http2Client.exchange(
            twins.mirrored.port(),
            request("POST"),
            "one".getBytes(US_ASCII),
            "two".getBytes(US_ASCII));
    assertThat(reply).isEqualTo("onetwo");
    assertThat(twins.copied().body()).isEqualTo("onetwo");
  }

  @Test
  default void http2RequestThatIsNotRead_isCopiedOnlyIfItHasNoBody() throws Exception {
    Twins twins = twinsOverHttp2((request, response) -> response.getOutputStream().print("unread"));
    assertThat(Http2Client.exchange(twins.mirrored.port(), request("GET"))).isEqualTo("unread");
    if (on("Jetty")) {
      twins.dropped(Outcome.BODY_INCOMPLETE);
    } else {
      assertThat(twins.copied().body()).isEmpty();
    }
    byte[] body = "body".getBytes(US_ASCII);
    assertThat(Http2Client.exchange(twins.mirrored.port(), request("POST"), body))
        .isEqualTo("unread");
    twins.dropped(Outcome.BODY_INCOMPLETE);
  }
}
