package ai.matih.mirror.test;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.MirrorConfig;
import ai.matih.mirror.MirrorStats;
import ai.matih.mirror.Outcome;
import ai.matih.mirror.TrafficMirror;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What an adapter makes of requests that are malformed or ambiguous: of each that the application
 * saw there is at most one copy, with the method, target and body that the application saw; and a
 * strict reader at the target finds nothing but these.
 */
public abstract class MalformedContract {
  private final TestApp app = new TestApp();
  private final Recorder recorder = Recorder.start();
  private final TrafficMirror mirror =
      TrafficMirror.builder("malformed")
          .to(MirrorConfig.of("127.0.0.1", recorder.port()).withLogResponses(false))
          .build();
  private @Nullable TestServer server;

  /** For an adapter's test. */
  protected MalformedContract() {}

  /** Starts a mirrored server that answers what came before the client's end of sending. */
  protected abstract TestServer start(TestApp app, TrafficMirror mirror) throws Exception;

  @AfterEach
  final void stop() {
    try (recorder;
        mirror) {
      if (server != null) {
        server.close();
      }
      recorder.assertQuiet();
    }
  }

  @Test
  final void theyAreManyAndAllDifferent() {
    assertThat(MalformedRequests.all()).hasSizeGreaterThan(150).doesNotHaveDuplicates();
  }

  @TestFactory
  final Stream<DynamicTest> everyRequest() throws Exception {
    TestServer started = start(app, mirror);
    server = started;
    Stream<DynamicTest> each =
        MalformedRequests.all().stream()
            .map(
                request ->
                    DynamicTest.dynamicTest(
                        name(request), () -> copiesAreOfWhatTheApplicationSaw(started, request)));
    return Stream.concat(
        each,
        Stream.of(
            DynamicTest.dynamicTest(
                "some are copied",
                () -> assertThat(mirror.stats().count(Outcome.RESPONDED)).isGreaterThan(50))));
  }

  private void copiesAreOfWhatTheApplicationSaw(TestServer started, String request)
      throws IOException {
    long responded = mirror.stats().count(Outcome.RESPONDED);
    int calls = app.started();
    List<String> seen = seen(started, request);
    Await.until(
        () -> mirror.stats().inFlight() == 0 && app.ended() == app.started(), mirror::stats);
    MirrorStats stats = mirror.stats();
    assertThat(stats.heldBytes()).isZero();
    assertThat(stats.count(Outcome.INTERNAL_ERROR)).as("internal errors").isZero();
    assertThat(stats.count(Outcome.Kind.FAILED)).as("failed copies").isZero();
    assertThat(stats.outcomes().values().stream().mapToLong(Long::longValue).sum())
        .as("outcomes")
        .isEqualTo(stats.offered());
    // A reply of HTTP/0.9 has no head to find it by, and so does not say what it answers.
    int unread = app.started() - calls - seen.size();
    for (long i = stats.count(Outcome.RESPONDED); i > responded; i--) {
      String copy = summary(recorder.take());
      if (!seen.remove(copy)) {
        assertThat(unread--).as("calls that may have been for %s, not %s", copy, seen).isPositive();
      }
    }
    recorder.assertQuiet();
  }

  /** What the application's replies say that it saw, one for each request. */
  private static List<String> seen(TestServer started, String request) throws IOException {
    List<String> seen = new ArrayList<>();
    try (RawClient client = RawClient.connect(started.port())) {
      client.send(request);
      client.endSending();
      while (true) {
        Reply reply = client.reply("GET");
        if (reply.status() == 200) {
          seen.add(summary(reply));
        }
      }
    } catch (IOException e) {
      // The server has said all that it had to say.
    }
    return seen;
  }

  /** Method, target in origin form, and body. */
  private static String summary(RecordedRequest copy) {
    return copy.method() + " " + copy.target() + "\n" + copy.body();
  }

  /** The same of the request that the application echoes. */
  private static String summary(Reply echo) {
    String[] lines = echo.body().split("\n", 3);
    String[] words = lines[0].split(" ", 2);
    String target = words[1].replaceFirst("^[a-zA-Z]+://[^/?#]*", "");
    if (!target.startsWith("/") && !target.equals("*")) {
      target = "/" + target;
    }
    return words[0] + " " + target + "\n" + lines[2];
  }

  private static String name(String request) {
    StringBuilder name = new StringBuilder();
    request
        .chars()
        .limit(120)
        .forEach(c -> name.append(c > ' ' && c < 0x7F ? "" + (char) c : "<%02x>".formatted(c)));
    return name.toString();
  }
}
