package ai.matih.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Copies that leave only once the primary has answered, if its status is accepted. */
class AfterPrimaryTest {

  private static TrafficMirrorBuilder successes(TrafficMirrorBuilder builder) {
    return builder.afterPrimary(status -> status >= 200 && status < 300);
  }

  private static Capture whole(MirrorRig rig) {
    Capture capture = rig.begin(TestRequest.post(3));
    capture.body(new byte[3], 0, 3);
    return capture;
  }

  @Test
  void copy_waitsForTheEndOfAnAcceptedAnswer() {
    try (MirrorRig rig = new MirrorRig(AfterPrimaryTest::successes)) {
      Capture capture = whole(rig);
      assertThat(capture.wantsBody()).isFalse();
      assertThat(rig.mirror.stats().heldBytes()).isGreaterThan(3);
      capture.response(201, Map.of("content-type", "text/plain")::get);
      assertThat(rig.dispatcher.waiting()).isZero();
      capture.end();
      ScriptedDispatcher.Sent sent = rig.dispatcher.take();
      assertThat(sent.copy().bodyLength()).isEqualTo(3);
      sent.responds();
      rig.assertEnded(Outcome.RESPONDED);
      assertThat(rig.told).hasSize(1);
    }
  }

  @Test
  void answer_thatIsNotAccepted_keepsTheCopyBack() {
    try (MirrorRig rig = new MirrorRig(AfterPrimaryTest::successes)) {
      Capture rejected = whole(rig);
      rejected.response(200, name -> null);
      rejected.response(404, name -> null);
      rejected.end();
      rig.begin(TestRequest.get("/")).end();
      rig.assertEnded(Outcome.FILTERED, Outcome.FILTERED);
      assertThat(rig.dispatcher.waiting()).isZero();
    }
  }

  @Test
  void body_thatIsNotWholeByThen_isIncomplete() {
    try (MirrorRig rig = new MirrorRig(AfterPrimaryTest::successes)) {
      Capture capture = rig.begin(TestRequest.post(3));
      capture.body(new byte[2], 0, 2);
      capture.response(200, name -> null);
      capture.end();
      rig.assertEnded(Outcome.BODY_INCOMPLETE);
    }
  }

  @Test
  void answer_thatNeverComes_expiresTheCopy() {
    try (MirrorRig rig =
        new MirrorRig(builder -> successes(builder).exchangeTimeout(Duration.ofMillis(1)))) {
      whole(rig);
      rig.assertEnded(Outcome.EXPIRED);
      assertThat(rig.dispatcher.waiting()).isZero();
    }
  }

  @Test
  void answer_thatEndsSoon_sendsTheCopyWithoutAnotherWord() {
    try (MirrorRig rig = new MirrorRig(AfterPrimaryTest::successes)) {
      Capture capture = whole(rig);
      capture.response(200, name -> null);
      capture.endSoon();
      Await.until(() -> rig.dispatcher.waiting() == 1);
      rig.dispatcher.take().responds();
      rig.assertEnded(Outcome.RESPONDED);
    }
  }

  @Test
  void predicate_thatThrows_isAnInternalError() {
    try (MirrorRig rig =
        new MirrorRig(
            builder ->
                builder.afterPrimary(
                    status -> {
                      throw new IllegalStateException("status");
                    }))) {
      Capture capture = whole(rig);
      capture.response(200, name -> null);
      capture.end();
      rig.assertEnded(Outcome.INTERNAL_ERROR);
      assertThat(rig.told).hasSize(1);
    }
  }

  @Test
  void response_isWanted_evenWhenNobodyElseLooks() {
    ScriptedDispatcher dispatcher = new ScriptedDispatcher();
    try (TrafficMirror mirror =
        successes(TrafficMirror.builder("after"))
            .to(MirrorRig.CONFIG.withLogResponses(false))
            .dispatcher(dispatcher)
            .build()) {
      Capture capture = mirror.begin(TestRequest.get("/"));
      assertThat(capture.wantsResponse()).isTrue();
      capture.response(200, name -> null);
      capture.end();
      dispatcher.take().responds();
      assertThat(mirror.stats().inFlight()).isZero();
    }
  }
}
