package ai.matih.mirror.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.MirrorConfig;
import ai.matih.mirror.MirrorStats;
import ai.matih.mirror.Outcome;
import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.test.MalformedRequests;
import ai.matih.mirror.test.RawClient;
import ai.matih.mirror.test.RecordedRequest;
import ai.matih.mirror.test.Recorder;
import ai.matih.mirror.test.TestApp;
import ai.matih.mirror.test.TestServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/**
 * Requests that two readers could understand differently: gateway, service and mirror understand
 * each alike, or the gateway refuses it. The kit's own test of these needs a server that answers a
 * client who has ended sending; to the gateway such a client has gone away.
 */
class MalformedRequestsTest {
  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final List<String> copied = new ArrayList<>();

  @Test
  void everyCopy_isOfARequestThatTheServiceSaw() throws Exception {
    try (Recorder recorder = Recorder.start()) {
      exchangeAll(recorder);
      // What was still on its way then has come by now.
      while (recorder.poll() != null) {}
      recorder.assertQuiet();
    }
  }

  private void exchangeAll(Recorder recorder) throws Exception {
    List<RawClient> clients = new ArrayList<>();
    try (TrafficMirror mirror =
            TrafficMirror.builder("malformed")
                .to(MirrorConfig.of("127.0.0.1", recorder.port()).withLogResponses(false))
                .build();
        TestServer server =
            GatewayServer.start(
                Upstream.start(new TestApp(), answer -> seen.add(summary(answer))), mirror)) {
      for (String request : MalformedRequests.all()) {
        RawClient client = RawClient.connect(server.port());
        clients.add(client);
        client.send(request);
      }
      Waiting.until(
          () -> mirror.stats().count(Outcome.RESPONDED) > 100 && isCopiedAsSeen(mirror, recorder),
          () -> unseen() + " " + mirror.stats());
      MirrorStats stats = mirror.stats();
      assertThat(stats.count(Outcome.INTERNAL_ERROR)).isZero();
      assertThat(stats.count(Outcome.Kind.FAILED)).isZero();
    } finally {
      for (RawClient client : clients) {
        client.close();
      }
    }
  }

  /** Each of the requests waits for nothing but the service and the mirror. */
  private boolean isCopiedAsSeen(TrafficMirror mirror, Recorder recorder) {
    for (RecordedRequest copy = recorder.poll(); copy != null; copy = recorder.poll()) {
      copied.add(copy.method() + " " + copy.target() + "\n" + copy.body());
    }
    return copied.size() == mirror.stats().count(Outcome.RESPONDED) && unseen().isEmpty();
  }

  private List<String> unseen() {
    List<String> unseen = new ArrayList<>(copied);
    seen.forEach(unseen::remove);
    return unseen;
  }

  /** Method, target in origin form, and body, of an answer that echoes them. */
  private static String summary(TestApp.Answer echo) {
    String text = new String(echo.pieces().get(0), StandardCharsets.ISO_8859_1);
    String[] lines = text.split("\n", 3);
    String[] words = lines[0].split(" ", 2);
    String target = words[1].replaceFirst("^[a-zA-Z]+://[^/?#]*", "");
    if (!target.startsWith("/") && !target.equals("*")) {
      target = "/" + target;
    }
    return words[0] + " " + target + "\n" + lines[2];
  }
}
