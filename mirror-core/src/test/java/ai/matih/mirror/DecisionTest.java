package ai.matih.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What becomes of a request before its copy begins: each is counted once, and told to nobody. */
class DecisionTest {

  private static void assertRefused(
      Outcome outcome, RequestView request, UnaryOperator<TrafficMirrorBuilder> settings) {
    try (MirrorRig rig = new MirrorRig(settings)) {
      assertThat(rig.begin(request)).isSameAs(Capture.NONE);
      rig.assertEnded(outcome);
      assertThat(rig.dispatcher.waiting()).isZero();
      assertThat(rig.told).isEmpty();
    }
  }

  private static void assertFiltered(RequestView request) {
    assertRefused(Outcome.FILTERED, request, UnaryOperator.identity());
  }

  private static void assertMirrored(
      RequestView request, UnaryOperator<TrafficMirrorBuilder> settings) {
    try (MirrorRig rig = new MirrorRig(settings)) {
      Capture capture = rig.begin(request);
      assertThat(capture).isNotSameAs(Capture.NONE);
      rig.dispatcher.take().responds();
      capture.end();
      rig.assertEnded(Outcome.RESPONDED);
      assertThat(rig.told).hasSize(1);
    }
  }

  @Test
  void connectAndUpgrades_areFiltered() {
    assertFiltered(TestRequest.of("CONNECT", "host:443"));
    assertFiltered(TestRequest.get("/", "Connection", "Upgrade", "Upgrade", "websocket"));
    assertFiltered(
        TestRequest.get(
            "/", "upgrade", "h2c", "connection", "keep-alive, UPGRADE, HTTP2-Settings"));
  }

  @Test
  void upgradeField_thatConnectionDoesNotName_isNoUpgrade() {
    assertMirrored(TestRequest.get("/", "Upgrade", "websocket"), UnaryOperator.identity());
    assertMirrored(
        TestRequest.get("/", "Upgrade", "x", "Connection", "close"), UnaryOperator.identity());
    assertMirrored(TestRequest.get("/", "Connection", "Upgrade"), UnaryOperator.identity());
  }

  @Test
  void markedRequest_isACopyAlready_whateverRouteItNames() {
    for (String marker : List.of("rig", "other", "", "other; body=reconstructed")) {
      assertFiltered(TestRequest.get("/", "x-traffic-mirror", marker));
    }
  }

  @Test
  void marker_isBelievedOfWhomThePredicateAccepts() {
    TestRequest marked = TestRequest.get("/", "X-Traffic-Mirror", "r");
    UnaryOperator<TrafficMirrorBuilder> settings =
        builder -> builder.believeMarkerIf(request -> "10.0.0.1".equals(request.clientAddress()));
    assertRefused(Outcome.FILTERED, marked.withClientAddress("10.0.0.1"), settings);
    assertMirrored(marked.withClientAddress("10.0.0.2"), settings);
  }

  @Test
  void methods_areComparedAsTheyAre() {
    UnaryOperator<TrafficMirrorBuilder> settings = builder -> builder.methods("GET", "PROPFIND");
    assertMirrored(TestRequest.get("/"), settings);
    assertMirrored(TestRequest.of("PROPFIND", "/"), settings);
    assertRefused(Outcome.FILTERED, TestRequest.of("get", "/"), settings);
    assertRefused(Outcome.FILTERED, TestRequest.of("POST", "/"), settings);
  }

  @Test
  void pathPrefixes_keepOtherPathsOut() {
    UnaryOperator<TrafficMirrorBuilder> settings = builder -> builder.pathPrefixes("/api", "/v2/");
    assertMirrored(TestRequest.get("/api?x"), settings);
    assertMirrored(TestRequest.get("/v2/x"), settings);
    assertRefused(Outcome.FILTERED, TestRequest.get("/apis"), settings);
    assertRefused(Outcome.FILTERED, TestRequest.get("/?/api"), settings);
  }

  @Test
  void predicate_keepsOutWhatItDoesNotAccept() {
    UnaryOperator<TrafficMirrorBuilder> settings =
        builder -> builder.mirrorIf(request -> request.header("X-In") != null);
    assertMirrored(TestRequest.get("/", "X-In", "1"), settings);
    assertRefused(Outcome.FILTERED, TestRequest.get("/"), settings);
  }

  @Test
  void percentage_zero_samplesNothing() {
    assertRefused(
        Outcome.NOT_SAMPLED,
        TestRequest.get("/"),
        builder -> builder.to(MirrorRig.CONFIG.withPercentage(0)));
  }

  @Test
  void sampler_isToldTheShare_andObeyed() {
    UnaryOperator<TrafficMirrorBuilder> settings =
        builder ->
            builder
                .to(MirrorRig.CONFIG.withPercentage(29))
                .sampler((request, share) -> share == 0.29 && request.target().equals("/in"));
    assertMirrored(TestRequest.get("/in"), settings);
    assertRefused(Outcome.NOT_SAMPLED, TestRequest.get("/out"), settings);
  }

  @Test
  void salt_isTheRoutesName() {
    PercentageSampler sampler = PercentageSampler.of("rig");
    try (MirrorRig rig =
        new MirrorRig(builder -> builder.to(MirrorRig.CONFIG.withPercentage(50)))) {
      for (int i = 0; i < 1_000; i++) {
        Capture capture = rig.begin(TestRequest.get("/", "X-Request-ID", "r" + i));
        assertThat(capture != Capture.NONE).isEqualTo(sampler.sampled("r" + i, 0.5));
        capture.end();
        if (capture != Capture.NONE) {
          rig.dispatcher.take().responds();
        }
      }
      rig.atRest();
    }
  }

  @Test
  void body_declaredLargerThanACopyMayBe_isDroppedBeforeItBegins() {
    UnaryOperator<TrafficMirrorBuilder> settings = builder -> builder.maxBodyBytes(1000);
    assertRefused(Outcome.BODY_TOO_LARGE, TestRequest.post(1001), settings);
    assertRefused(Outcome.BODY_TOO_LARGE, TestRequest.post(Long.MAX_VALUE), settings);
    assertRefused(Outcome.BODY_TOO_LARGE, TestRequest.post(1), builder -> builder.maxBodyBytes(0));
  }

  @Test
  void failingSamplerOrPredicate_isAnInternalError() {
    TestRequest request = TestRequest.get("/", "X-Traffic-Mirror", "r");
    assertRefused(
        Outcome.INTERNAL_ERROR,
        TestRequest.get("/"),
        builder ->
            builder.sampler(
                (view, share) -> {
                  throw new IllegalStateException("sampler");
                }));
    assertRefused(
        Outcome.INTERNAL_ERROR,
        TestRequest.get("/"),
        builder ->
            builder.mirrorIf(
                view -> {
                  throw new StackOverflowError("predicate");
                }));
    assertRefused(
        Outcome.INTERNAL_ERROR,
        request,
        builder ->
            builder.believeMarkerIf(
                view -> {
                  throw new IllegalStateException("marker");
                }));
  }

  @Test
  void overConcurrency_isDropped_untilAnExchangeIsOver() {
    try (MirrorRig rig = new MirrorRig(builder -> builder.maxInFlight(2))) {
      Capture one = rig.begin(TestRequest.get("/"));
      Capture two = rig.begin(TestRequest.post(5));
      assertThat(rig.begin(TestRequest.get("/"))).isSameAs(Capture.NONE);
      two.end();
      Await.until(() -> rig.mirror.stats().inFlight() == 1);
      Capture four = rig.begin(TestRequest.post(5));
      assertThat(rig.begin(TestRequest.get("/"))).isSameAs(Capture.NONE);
      four.end();
      one.end();
      rig.dispatcher.take().responds();
      rig.assertEnded(
          Outcome.OVER_CONCURRENCY,
          Outcome.OVER_CONCURRENCY,
          Outcome.BODY_INCOMPLETE,
          Outcome.BODY_INCOMPLETE,
          Outcome.RESPONDED);
      assertThat(rig.told).hasSize(3);
    }
  }

  @Test
  void openCircuit_keepsCopiesBack_andItsDropsAreCounted() {
    java.time.Duration day = java.time.Duration.ofDays(1);
    try (MirrorRig rig = new MirrorRig(builder -> builder.circuit(2, day, day))) {
      for (int i = 0; i < 5; i++) {
        Capture capture = rig.begin(TestRequest.get("/"));
        if (capture != Capture.NONE) {
          rig.dispatcher.take().fails(Outcome.CONNECTION_LOST);
        }
        capture.end();
      }
      rig.assertEnded(
          Outcome.CONNECTION_LOST,
          Outcome.CONNECTION_LOST,
          Outcome.CIRCUIT_OPEN,
          Outcome.CIRCUIT_OPEN,
          Outcome.CIRCUIT_OPEN);
      assertThat(rig.mirror.stats().circuitOpen()).isTrue();
      assertThat(rig.told).hasSize(2);

      // Another target is not to suffer for it.
      rig.mirror.update(MirrorConfig.of("127.0.0.1", 8001));
      assertThat(rig.mirror.stats().circuitOpen()).isFalse();
      rig.begin(TestRequest.get("/")).end();
      rig.dispatcher.take().responds();
      assertThat(rig.atRest().count(Outcome.RESPONDED)).isOne();
    }
  }

  @Test
  void droppedCopies_doNotOpenTheCircuit() {
    java.time.Duration day = java.time.Duration.ofDays(1);
    try (MirrorRig rig = new MirrorRig(builder -> builder.circuit(1, day, day))) {
      rig.begin(TestRequest.post(5)).end();
      rig.begin(TestRequest.get("/")).end();
      rig.dispatcher.take().fails(Outcome.EXPIRED);
      rig.begin(TestRequest.get("/")).end();
      rig.dispatcher.take().fails(Outcome.MALFORMED_REQUEST);
      assertThat(rig.mirror.stats().circuitOpen()).isFalse();
      rig.assertEnded(Outcome.BODY_INCOMPLETE, Outcome.EXPIRED, Outcome.MALFORMED_REQUEST);
    }
  }
}
