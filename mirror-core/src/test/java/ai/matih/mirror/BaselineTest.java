package ai.matih.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.matih.mirror.ScriptedDispatcher.Sent;
import ai.matih.mirror.compare.Comparison;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The same request to a second target: own outcomes, the same bounds, none of the share. */
class BaselineTest {

  private static MirrorRig rig(UnaryOperator<TrafficMirrorBuilder> settings) {
    return new MirrorRig(
        builder ->
            settings.apply(
                builder.compare(Comparison.defaults()).baseline("baseline.internal", 8001)));
  }

  private static MirrorRig rig() {
    return rig(UnaryOperator.identity());
  }

  private static long ended(MirrorStats stats) {
    return stats.outcomes().values().stream().mapToLong(Long::longValue).sum();
  }

  private static void assertEnded(MirrorRig rig, Outcome... outcomes) {
    rig.atRest();
    MirrorStats stats = rig.mirror.baselineStats();
    assertThat(stats.offered()).isEqualTo(outcomes.length);
    assertThat(ended(stats)).isEqualTo(outcomes.length);
    for (Outcome outcome : outcomes) {
      assertThat(stats.count(outcome))
          .isEqualTo(List.of(outcomes).stream().filter(outcome::equals).count());
    }
  }

  @Test
  void copy_goesToBoth_eachWithItsOwnHost() {
    try (MirrorRig rig = rig()) {
      rig.exchange(TestRequest.post(3, "Host", "shop.example", "X-A", "1"), "abc");
      Sent mirror = rig.dispatcher.take();
      Sent baseline = rig.dispatcher.take();
      assertThat(rig.dispatcher.waiting()).isZero();
      assertThat(mirror.copy().mirror()).hasToString("http://127.0.0.1:8000");
      assertThat(baseline.copy().mirror()).hasToString("http://baseline.internal:8001");
      assertThat(MirrorRig.body(baseline.copy())).isEqualTo(MirrorRig.body(mirror.copy()));
      List<String> ofMirror = fields(mirror.copy());
      List<String> ofBaseline = fields(baseline.copy());
      assertThat(ofMirror).contains("Host: 127.0.0.1:8000", "X-Forwarded-Host: shop.example");
      ofMirror.set(ofMirror.indexOf("Host: 127.0.0.1:8000"), "Host: baseline.internal:8001");
      assertThat(ofBaseline).isEqualTo(ofMirror);
      mirror.responds();
      baseline.responds();
      rig.assertEnded(Outcome.RESPONDED);
      assertEnded(rig, Outcome.RESPONDED);
    }
  }

  @Test
  void clientsHost_isKeptOnBoth_ifItIsPreserved() {
    try (MirrorRig rig = rig(TrafficMirrorBuilder::preserveHost)) {
      rig.exchange(TestRequest.get("/", "Host", "shop.example"), "");
      rig.dispatcher.take().responds();
      Sent baseline = rig.dispatcher.take();
      assertThat(fields(baseline.copy())).contains("Host: shop.example");
      baseline.responds();
      rig.assertEnded(Outcome.RESPONDED);
    }
  }

  private static List<String> fields(MirrorRequest copy) {
    List<String> fields = new ArrayList<>();
    copy.forEachHeader((name, value) -> fields.add(name + ": " + value));
    return fields;
  }

  @Test
  void body_isHeldUntilBothAreSettled_andTheExchangeIsReportedThen() {
    try (MirrorRig rig = rig()) {
      rig.exchange(TestRequest.post(3), "abc");
      rig.dispatcher.take().responds();
      assertThat(rig.mirror.stats().heldBytes()).isPositive();
      assertThat(rig.mirror.stats().inFlight()).isOne();
      assertThat(rig.told).isEmpty();
      rig.dispatcher.take().responds();
      rig.assertEnded(Outcome.RESPONDED);
      assertThat(rig.told).hasSize(1);
    }
  }

  @Test
  void failureOfTheBaseline_isNoneOfTheMirrors() {
    try (MirrorRig rig = rig(builder -> builder.circuit(2, DAY, DAY))) {
      for (int i = 0; i < 3; i++) {
        rig.exchange(TestRequest.get("/"), "");
        rig.dispatcher.take().responds();
        if (rig.dispatcher.waiting() > 0) {
          rig.dispatcher.take().fails(Outcome.CONNECT_FAILED);
        }
      }
      rig.assertEnded(Outcome.RESPONDED, Outcome.RESPONDED, Outcome.RESPONDED);
      assertEnded(rig, Outcome.CONNECT_FAILED, Outcome.CONNECT_FAILED, Outcome.CIRCUIT_OPEN);
      assertThat(rig.mirror.stats().circuitOpen()).isFalse();
      assertThat(rig.mirror.baselineStats().circuitOpen()).isTrue();
    }
  }

  private static final Duration DAY = Duration.ofDays(1);

  @Test
  void dispatcherThatThrowsForTheBaseline_leavesTheMirrorsCopyItsOutcome() {
    ScriptedDispatcher sound = new ScriptedDispatcher();
    MirrorDispatcher throwing =
        new MirrorDispatcher() {
          @Override
          public void dispatch(MirrorRequest copy, Completion completion) {
            if (copy.mirror().port() == 8001) {
              throw new IllegalStateException("not for a baseline");
            }
            sound.dispatch(copy, completion);
          }

          @Override
          public void close() {}
        };
    try (MirrorRig rig = rig(builder -> builder.dispatcher(throwing))) {
      rig.exchange(TestRequest.post(3), "abc");
      sound.take().responds();
      rig.assertEnded(Outcome.RESPONDED);
      assertEnded(rig, Outcome.INTERNAL_ERROR);
    }
  }

  @Test
  void failureOfTheMirror_leavesTheBaselineItsOutcome() {
    try (MirrorRig rig = rig()) {
      rig.exchange(TestRequest.get("/"), "");
      rig.dispatcher.take().fails(Outcome.TIMED_OUT);
      rig.dispatcher.take().responds();
      rig.assertEnded(Outcome.TIMED_OUT);
      assertEnded(rig, Outcome.RESPONDED);
      assertThat(rig.mirror.stats().outcomes()).containsEntry(Outcome.RESPONDED, 0L);
    }
  }

  @Test
  void droppedCopy_isNotSentToTheBaselineEither() {
    try (MirrorRig rig = rig()) {
      Capture capture = rig.begin(TestRequest.post(3));
      capture.body(new byte[2], 0, 2);
      capture.end();
      rig.assertEnded(Outcome.BODY_INCOMPLETE);
      assertThat(rig.mirror.baselineStats().offered()).isZero();
    }
  }

  @Test
  void baselineThatNeverAnswers_isGivenUpByTheSweep() {
    try (MirrorRig rig = rig(builder -> builder.timeout(MS).exchangeTimeout(MS))) {
      rig.exchange(TestRequest.get("/"), "");
      rig.dispatcher.take().responds();
      rig.assertEnded(Outcome.RESPONDED);
      assertEnded(rig, Outcome.TIMED_OUT);
    }
  }

  private static final Duration MS = Duration.ofMillis(1);

  @Test
  void closing_endsBothCopies() {
    MirrorRig rig = rig();
    rig.exchange(TestRequest.get("/"), "");
    rig.close();
    rig.assertEnded(Outcome.CLOSED);
    assertEnded(rig, Outcome.CLOSED);
  }

  @Test
  void bothAnswers_closing_andExpiry_atOnce_countEachCopyOnce() throws Exception {
    int rounds = 1_000;
    try (MirrorRig rig = rig(builder -> builder.maxInFlight(rounds))) {
      List<OpenExchange> open = new ArrayList<>();
      List<Sent> sent = new ArrayList<>();
      for (int i = 0; i < rounds; i++) {
        open.add((OpenExchange) rig.begin(TestRequest.get("/")));
        sent.add(rig.dispatcher.take());
        sent.add(rig.dispatcher.take());
      }
      CyclicBarrier together = new CyclicBarrier(4);
      Parallel.run(
          4,
          thread -> {
            for (int i = 0; i < rounds; i++) {
              together.await();
              switch (thread) {
                case 0 -> sent.get(2 * i).responds();
                case 1 -> sent.get(2 * i + 1).fails(Outcome.CONNECTION_LOST);
                case 2 -> open.get(i).expire(System.nanoTime() + DAY.toNanos());
                default -> open.get(i).end();
              }
            }
          });
      MirrorStats stats = rig.atRest();
      assertThat(stats.offered()).isEqualTo(rounds);
      assertThat(rig.told).hasSize(rounds);
      MirrorStats baseline = rig.mirror.baselineStats();
      assertThat(baseline.offered()).isEqualTo(rounds);
      assertThat(ended(baseline)).isEqualTo(rounds);
    }
  }

  @Test
  void mirrorWithoutBaseline_hasCountersOfZero() {
    try (MirrorRig rig = new MirrorRig()) {
      rig.exchange(TestRequest.get("/"), "");
      rig.dispatcher.take().responds();
      rig.assertEnded(Outcome.RESPONDED);
      assertThat(rig.mirror.baselineStats().offered()).isZero();
      assertThat(rig.mirror.baselineStats().outcomes()).containsOnlyKeys(Outcome.values());
    }
  }

  @Test
  void badBaseline_isRefused_withNameAndValue() {
    TrafficMirrorBuilder builder = TrafficMirror.builder("r").to(MirrorRig.CONFIG);
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> builder.baseline("a b", 1))
        .withMessageStartingWith("baseline host: a b (expected: ");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> builder.baseline("b", 0))
        .withMessage("baseline port: 0 (expected: 1-65535)");
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() -> builder.baseline("b", 1).build())
        .withMessageStartingWith("compare: missing");
  }

  @Test
  void baselinesName_isInNoFieldOfTheMirrorsCopy() {
    try (MirrorRig rig = rig()) {
      rig.exchange(TestRequest.get("/"), "");
      assertThat(Map.of("fields", fields(rig.dispatcher.take().copy())).toString())
          .doesNotContain("baseline");
      rig.dispatcher.take().responds();
    }
  }
}
