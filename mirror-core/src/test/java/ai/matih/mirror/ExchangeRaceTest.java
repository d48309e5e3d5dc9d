package ai.matih.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Everybody who may end an exchange does so at once: one of them does, and all is given back. */
class ExchangeRaceTest {
  private static final int ROUNDS = 2_000;
  private static final byte[] BODY = new byte[5];

  /** One thing that happens to an exchange. */
  interface Event {
    void happen(Capture capture, ScriptedDispatcher.Sent sent);
  }

  private static void race(Supplier<TestRequest> request, String body, Event... events)
      throws Exception {
    try (MirrorRig rig = new MirrorRig(builder -> builder.maxInFlight(ROUNDS))) {
      List<Capture> captures = new ArrayList<>();
      List<ScriptedDispatcher.Sent> sent = new ArrayList<>();
      for (int i = 0; i < ROUNDS; i++) {
        Capture capture = rig.begin(request.get());
        capture.body(body.getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, body.length());
        captures.add(capture);
        if (rig.dispatcher.waiting() > 0) {
          sent.add(rig.dispatcher.take());
        } else {
          // Not sent yet: its end cannot be reported.
          sent.add(new ScriptedDispatcher.Sent(NOTHING, ((OpenExchange) capture).copies.mirror()));
        }
      }
      CyclicBarrier together = new CyclicBarrier(events.length);
      Parallel.run(
          events.length,
          thread -> {
            for (int i = 0; i < ROUNDS; i++) {
              together.await();
              events[thread].happen(captures.get(i), sent.get(i));
            }
          });
      MirrorStats stats = rig.atRest();
      assertThat(stats.offered()).isEqualTo(ROUNDS);
      assertThat(rig.told).hasSize(ROUNDS);
    }
  }

  private static final MirrorRequest NOTHING =
      new MirrorRequest(
          new MirrorTarget(
              "m", 80, null, Duration.ofSeconds(1), Duration.ofSeconds(1), 1, a -> true),
          "GET",
          "/",
          new String[0],
          0,
          new Body(),
          false);

  private static void expire(Capture capture) {
    ((OpenExchange) capture).expire(System.nanoTime() + Duration.ofDays(1).toNanos());
  }

  private static void endPrimary(Capture capture) {
    capture.responseBody(BODY, 0, 5);
    capture.response(200, name -> null);
    capture.end();
  }

  @Test
  void sentCopy_thatIsAnsweredWhileThePrimaryEnds() throws Exception {
    race(
        () -> TestRequest.get("/"),
        "",
        (capture, sent) -> sent.responds(),
        (capture, sent) -> endPrimary(capture));
  }

  @Test
  void sentCopy_thatEndsInEveryWayAtOnce() throws Exception {
    race(
        () -> TestRequest.get("/"),
        "",
        (capture, sent) -> sent.responds(),
        (capture, sent) -> sent.fails(Outcome.CONNECTION_LOST),
        (capture, sent) -> endPrimary(capture),
        (capture, sent) -> expire(capture),
        (capture, sent) -> ((OpenExchange) capture).close());
  }

  @Test
  void sentCopy_thatIsAnsweredWhileItExpires() throws Exception {
    race(
        () -> TestRequest.get("/"),
        "",
        (capture, sent) -> sent.responds(),
        (capture, sent) -> expire(capture),
        (capture, sent) -> capture.endSoon());
  }

  @Test
  void body_thatIsCapturedWhileTheExchangeExpiresAndCloses() throws Exception {
    race(
        () -> TestRequest.post(10),
        "12345",
        (capture, sent) -> {
          capture.body(BODY, 0, 2);
          capture.body(BODY, 2, 2);
          endPrimary(capture);
        },
        (capture, sent) -> expire(capture),
        (capture, sent) -> ((OpenExchange) capture).close());
  }

  @Test
  void body_thatIsWholeWhileTheExchangeCloses() throws Exception {
    race(
        () -> TestRequest.post(10),
        "12345",
        (capture, sent) -> {
          capture.body(BODY, 0, 5);
          endPrimary(capture);
        },
        (capture, sent) -> ((OpenExchange) capture).close());
  }
}
