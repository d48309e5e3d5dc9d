package ai.matih.mirror.test;

import static ai.matih.mirror.test.WireRequest.get;
import static ai.matih.mirror.test.WireRequest.post;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.Outcome;
import ai.matih.mirror.TrafficMirrorBuilder;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * In synchronous mode the reply waits for the mirror's, and is the same; a copy that waits for the
 * primary leaves only if the reply is accepted.
 */
interface SynchronousContract extends ContractPart {
  /** How long nothing must come; too short would only make the test miss a fault. */
  Duration SILENCE = Duration.ofMillis(150);

  private Rig synchronous(UnaryOperator<TrafficMirrorBuilder> settings) throws Exception {
    Rig rig = rig(settings);
    rig.mirror().update(rig.config().withSynchronous(true));
    return rig;
  }

  @TestFactory
  default Stream<DynamicTest> everyReply_isTheSameInSynchronousMode() throws Exception {
    Rig rig = synchronous(settings -> settings);
    return Stream.of(
            get("/echo"),
            post("/echo", "body"),
            WireRequest.of("POST", "/echo").withChunks(Bodies.ofLength(10_000), 1_000),
            WireRequest.of("HEAD", "/echo"),
            get(TestApp.BIG),
            get(TestApp.EMPTY),
            get(TestApp.FIELDS),
            get("/status/404"),
            post(TestApp.THROW, "body"))
        .map(
            request ->
                DynamicTest.dynamicTest(
                    request.method() + " " + request.target(), () -> rig.mirrored(request)));
  }

  @Test
  default void synchronousReply_waitsForTheMirrors() throws Exception {
    Rig rig = synchronous(settings -> settings.timeout(Duration.ofSeconds(60)));
    CountDownLatch release = new CountDownLatch(1);
    rig.recorder()
        .answer(
            request -> {
              Await.open(release);
              return Recorder.OK;
            });
    WireRequest request = post("/echo", "body");
    Reply plain;
    try (RawClient client = rig.connectPlain()) {
      plain = client.exchange(request);
    }
    try (RawClient client = rig.connect()) {
      client.send(request.wire());
      rig.copied(request);
      Await.until(() -> rig.app().ended() == 1, () -> "the application did not answer");
      assertThat(client.isSilentFor(SILENCE)).as("no byte before the mirror's answer").isTrue();
      release.countDown();
      assertThat(client.reply("POST").masked()).isEqualTo(plain.masked());
    }
  }

  @Test
  default void synchronousReply_comesWhenTheMirrorFails() throws Exception {
    Rig rig = synchronous(settings -> settings.timeout(Duration.ofSeconds(60)));
    rig.recorder().answer(request -> "");
    rig.notMirrored(post("/echo", "body"), Outcome.CONNECTION_LOST);
    assertThat(rig.recorder().take().body()).isEqualTo("body");
  }

  @Test
  default void synchronousReply_comesWhenTheMirrorNeverAnswers() throws Exception {
    Rig rig = synchronous(settings -> settings.timeout(Duration.ofMillis(300)));
    CountDownLatch release = new CountDownLatch(1);
    rig.recorder()
        .answer(
            request -> {
              Await.open(release);
              return "";
            });
    rig.notMirrored(post("/echo", "body"), Outcome.TIMED_OUT);
    assertThat(rig.recorder().take().body()).isEqualTo("body");
    rig.settle();
    release.countDown();
  }

  @Test
  default void synchronousReply_comesWhenTheBodyIsNotRead() throws Exception {
    Rig rig = synchronous(settings -> settings.timeout(Duration.ofMillis(300)));
    WireRequest request = post(TestApp.UNREAD, Bodies.ofLength(1000));
    rig.exchange(request);
    rig.copiedOr(request, Outcome.BODY_INCOMPLETE);
  }

  @Test
  default void synchronousReply_doesNotWaitWithoutACopy() throws Exception {
    Rig rig = rig(settings -> settings.timeout(Duration.ofSeconds(60)));
    rig.mirror().update(rig.config().withSynchronous(true).withPercentage(0));
    rig.notMirrored(post("/echo", "body"), Outcome.NOT_SAMPLED);
  }

  @Test
  default void afterPrimary_onlyAcceptedRepliesHaveCopies() throws Exception {
    Rig rig = rig(settings -> settings.afterPrimary(status -> status < 400));
    rig.mirrored(get("/echo"));
    rig.mirrored(post("/echo", "body"));
    rig.mirrored(get("/status/302"));
    rig.notMirrored(get("/status/404"), Outcome.FILTERED);
    rig.notMirrored(post("/status/503", "body"), Outcome.FILTERED);
    rig.notMirrored(post(TestApp.THROW, "body"), Outcome.FILTERED);
  }

  @Test
  default void afterPrimary_aCopyWaitsForTheReply() throws Exception {
    Rig rig = rig(settings -> settings.afterPrimary(status -> status == 200));
    WireRequest gated = post(TestApp.GATE, "body");
    try (RawClient client = rig.connect()) {
      client.send(gated.wire());
      Await.until(() -> rig.mirror().stats().heldBytes() > 0, rig.mirror()::stats);
      assertThat(rig.recorder().poll()).isNull();
      rig.app().openGate();
      assertThat(client.reply("POST").status()).isEqualTo(200);
    }
    rig.copied(gated);
  }
}
