package ai.matih.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.ScriptedDispatcher.Sent;
import ai.matih.mirror.compare.Comparison;
import ai.matih.mirror.compare.ComparisonResult;
import ai.matih.mirror.compare.Difference;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The way of an exchange's two answers to the comparison, the listener and the report. */
class ComparingTest {
  private static final Map<String, String> JSON = Map.of("content-type", "application/json");

  private static MirrorRig rig(UnaryOperator<TrafficMirrorBuilder> settings) {
    return new MirrorRig(builder -> settings.apply(builder.compare(Comparison.defaults())));
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  /** One exchange in which both answer so, in two pieces. */
  private static void exchange(MirrorRig rig, String path, String primary, String mirror) {
    Capture capture = rig.begin(TestRequest.get(path));
    capture.responseBody(bytes(primary.substring(0, primary.length() / 2)));
    capture.responseBody(bytes(primary.substring(primary.length() / 2)));
    capture.response(200, JSON::get);
    capture.end();
    answer(rig.dispatcher.take(), 200, mirror);
  }

  private static void answer(Sent sent, int status, String body) {
    ResponseObserver observer = sent.completion().observer();
    observer.head(status, JSON::get);
    observer.body(bytes(body));
    sent.responds(observer.observed("GET", Duration.ofMillis(1)));
  }

  private static ComparisonResult result(MirrorRig rig, int index) {
    return Objects.requireNonNull(rig.told.get(index).exchange().comparison());
  }

  @Test
  void jsonBodies_areComparedByStructure() {
    try (MirrorRig rig = rig(UnaryOperator.identity())) {
      exchange(rig, "/a", "{\"price\": 1, \"name\": \"x\"}", "{\"name\": \"x\", \"price\": 2}");
      exchange(rig, "/a", "{\"price\": 1}", "{ \"price\": 1.0 }");
      rig.assertEnded(Outcome.RESPONDED, Outcome.RESPONDED);
      assertThat(result(rig, 0).differences())
          .containsExactly(new Difference("$.price", Difference.Kind.VALUE, "1", "2"));
      assertThat(result(rig, 1).state()).isEqualTo(ComparisonResult.State.EQUAL);
      assertThat(rig.mirror.report().toJson()).contains("$.price");
      rig.mirror.resetReport();
      assertThat(rig.mirror.report().toJson()).doesNotContain("$.price");
    }
  }

  @Test
  void answer_atWhichNobodyLooks_isNotSummedUp() {
    ScriptedDispatcher dispatcher = new ScriptedDispatcher();
    try (TrafficMirror mirror =
        TrafficMirror.builder("rig")
            .to(MirrorRig.CONFIG.withLogResponses(false))
            .dispatcher(dispatcher)
            .build()) {
      Capture capture = mirror.begin(TestRequest.get("/"));
      assertThat(capture.wantsResponse()).isFalse();
      capture.end();
      Sent sent = dispatcher.take();
      ResponseObserver observer = sent.completion().observer();
      assertThat(observer.wantsBody()).isFalse();
      observer.head(
          200,
          name -> {
            throw new AssertionError("asked for " + name);
          });
      observer.body(bytes("x"));
      observer.opaque();
      ObservedResponse observed = observer.observed("GET", Duration.ofMillis(1));
      assertThat(observed).isEqualTo(ObservedResponse.NONE);
      sent.responds(observed);
      assertThat(mirror.stats().count(Outcome.RESPONDED)).isEqualTo(1);
      assertThat(mirror.stats().inFlight()).isZero();
    }
  }

  @Test
  void bytesOfBothAnswers_areHeldWithinTheBudget_untilTheyAreCompared() {
    try (MirrorRig rig = rig(UnaryOperator.identity())) {
      Capture capture = rig.begin(TestRequest.get("/"));
      long before = rig.mirror.stats().heldBytes();
      capture.responseBody(bytes("x".repeat(3_000)));
      assertThat(rig.mirror.stats().heldBytes()).isGreaterThanOrEqualTo(before + 3_000);
      capture.response(200, JSON::get);
      capture.end();
      answer(rig.dispatcher.take(), 200, "y");
      rig.assertEnded(Outcome.RESPONDED);
    }
  }

  @Test
  void answerForWhichThereIsNoRoom_isNotComparable_andTheCopyIsSentAllTheSame() {
    try (MirrorRig rig = rig(builder -> builder.maxHeldBytes(2_000))) {
      exchange(rig, "/", "[" + "1,".repeat(2_000) + "1]", "[2]");
      rig.assertEnded(Outcome.RESPONDED);
      assertThat(result(rig, 0).state()).isEqualTo(ComparisonResult.State.NOT_COMPARABLE);
    }
  }

  @Test
  void answerThatIsTooLong_isNotKept_andIdenticalOnesAreEqualAllTheSame() {
    String big = "[" + "1,".repeat(100_000) + "1]";
    try (MirrorRig rig = rig(UnaryOperator.identity())) {
      exchange(rig, "/", big, big);
      exchange(rig, "/", big, big + " ");
      rig.assertEnded(Outcome.RESPONDED, Outcome.RESPONDED);
      assertThat(result(rig, 0).state()).isEqualTo(ComparisonResult.State.EQUAL);
      assertThat(result(rig, 1).state()).isEqualTo(ComparisonResult.State.NOT_COMPARABLE);
    }
  }

  @Test
  void bodyThatWasTakenBack_isNotCompared() {
    try (MirrorRig rig = rig(UnaryOperator.identity())) {
      Capture capture = rig.begin(TestRequest.get("/"));
      capture.responseBody(bytes("[1, 2"));
      capture.responseReset();
      capture.responseBody(bytes("[3]"));
      capture.response(200, JSON::get);
      capture.end();
      answer(rig.dispatcher.take(), 200, "[3]");
      rig.assertEnded(Outcome.RESPONDED);
      assertThat(result(rig, 0).state()).isEqualTo(ComparisonResult.State.EQUAL);
    }
  }

  @Test
  void comparingHasAThreadOfItsOwn_neitherThePrimarysNorTheDispatchers() {
    try (MirrorRig rig = rig(UnaryOperator.identity())) {
      exchange(rig, "/", "1", "1");
      rig.assertEnded(Outcome.RESPONDED);
      assertThat(rig.told.get(0).thread().getName()).isEqualTo("mirror-compare-rig");
    }
  }

  @Test
  void whatComparingCannotTake_isSkippedAndCounted_andHeldUpNobody() throws Exception {
    CountDownLatch blocked = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    int exchanges = 400;
    MirrorListener slow =
        exchange -> {
          if (Thread.currentThread().getName().contains("compare")) {
            blocked.countDown();
            awaitQuietly(release);
          }
        };
    try (MirrorRig rig = rig(builder -> builder.listener(slow))) {
      exchange(rig, "/", "1", "2");
      assertThat(blocked.await(20, TimeUnit.SECONDS)).isTrue();
      for (int i = 1; i < exchanges; i++) {
        exchange(rig, "/", "1", "2");
      }
      // One is looked at and 256 wait; the others are over.
      Await.until(() -> rig.mirror.stats().inFlight() == 257);
      release.countDown();
      MirrorStats stats = rig.atRest();
      assertThat(stats.count(Outcome.RESPONDED)).isEqualTo(exchanges);
      assertThat(rig.mirror.report().toJson()).contains("\"skipped\":" + (exchanges - 257));
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void withoutComparing_noByteOfAResponseIsHeld_andTheReportIsEmpty() {
    try (MirrorRig rig = new MirrorRig()) {
      Capture capture = rig.begin(TestRequest.get("/"));
      long before = rig.mirror.stats().heldBytes();
      capture.responseBody(bytes("x".repeat(3_000)));
      assertThat(rig.mirror.stats().heldBytes()).isEqualTo(before);
      capture.response(200, JSON::get);
      capture.end();
      answer(rig.dispatcher.take(), 200, "y");
      rig.assertEnded(Outcome.RESPONDED);
      assertThat(result(rig, 0).differences()).extracting(Difference::path).containsExactly("body");
      assertThat(rig.mirror.report().endpoints()).isEmpty();
    }
  }

  @Test
  void noise_isToldByTheBaseline() {
    try (MirrorRig rig = rig(builder -> builder.baseline("baseline", 1))) {
      for (int i = 0; i < 200; i++) {
        Capture capture = rig.begin(TestRequest.get("/a"));
        capture.responseBody(bytes("{\"at\": " + i + ", \"price\": 1}"));
        capture.response(200, JSON::get);
        capture.end();
        answer(rig.dispatcher.take(), 200, "{\"at\": " + (i + 1000) + ", \"price\": 2}");
        answer(rig.dispatcher.take(), 200, "{\"at\": " + (i + 2000) + ", \"price\": 1}");
      }
      rig.atRest();
      String report = rig.mirror.report().toText();
      assertThat(rig.mirror.report().verdict())
          .as(report)
          .isEqualTo(ai.matih.mirror.compare.Verdict.FAIL);
      assertThat(failing(rig, "$.price")).isTrue();
      assertThat(failing(rig, "$.at")).isFalse();
    }
  }

  private static boolean failing(MirrorRig rig, String path) {
    return rig.mirror.report().endpoints().stream()
        .flatMap(endpoint -> endpoint.paths().stream())
        .anyMatch(
            each ->
                each.path().equals(path) && each.verdict() == ai.matih.mirror.compare.Verdict.FAIL);
  }

  @Test
  void exchangeWithoutAnAnswer_isNeitherComparedNorSkipped() {
    try (MirrorRig rig = rig(UnaryOperator.identity())) {
      rig.exchange(TestRequest.get("/"), "");
      rig.dispatcher.take().fails(Outcome.TIMED_OUT);
      rig.assertEnded(Outcome.TIMED_OUT);
      @Nullable ComparisonResult none = rig.told.get(0).exchange().comparison();
      assertThat(none).isNull();
      assertThat(rig.mirror.report().endpoints()).isEmpty();
    }
  }
}
