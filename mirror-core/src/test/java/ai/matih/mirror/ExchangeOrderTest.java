package ai.matih.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.compare.ComparisonResult;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The events of one exchange in every order that there can be. A letter is an event: b and e are
 * the request's body and its end, w and r the primary's response body and head, m is the mirror's
 * answer, x the end of the primary's exchange.
 */
class ExchangeOrderTest {
  private static final byte[] BODY = "abc".getBytes(StandardCharsets.UTF_8);

  /** Every way to mix two sequences that keeps each in order. */
  private static List<String> mixed(String one, String other) {
    if (one.isEmpty() || other.isEmpty()) {
      return List.of(one + other);
    }
    List<String> all = new ArrayList<>();
    mixed(one.substring(1), other).forEach(rest -> all.add(one.charAt(0) + rest));
    mixed(one, other.substring(1)).forEach(rest -> all.add(other.charAt(0) + rest));
    return all;
  }

  static Stream<String> wholeOrders() {
    return mixed("be", "wr").stream()
        .map(order -> order + "x")
        .flatMap(order -> mixed(order, "m").stream())
        .filter(order -> order.indexOf('m') > order.indexOf('e'));
  }

  static Stream<String> ordersThatEndEarly() {
    return mixed("be", "wr").stream()
        .map(order -> order.substring(0, order.indexOf('e')))
        .flatMap(order -> mixed(order, "x").stream())
        .distinct();
  }

  private static void play(MirrorRig rig, String order, boolean chunked) {
    Capture capture = rig.begin(chunked ? TestRequest.chunked() : TestRequest.post(3));
    for (int i = 0; i < order.length(); i++) {
      switch (order.charAt(i)) {
        case 'b' -> capture.body(BODY, 0, chunked ? 3 : 2);
        case 'e' -> {
          if (chunked) {
            capture.bodyEnd();
          } else {
            capture.body(BODY, 2, 1);
          }
        }
        case 'w' -> capture.responseBody(ByteBuffer.wrap(BODY));
        case 'r' -> capture.response(201, Map.of("content-type", "text/plain")::get);
        case 'm' -> rig.dispatcher.take().responds();
        default -> capture.end();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("wholeOrders")
  void wholeExchange_isReportedOnceWithBothResponses(String order) {
    for (boolean chunked : new boolean[] {true, false}) {
      try (MirrorRig rig = new MirrorRig()) {
        play(rig, order, chunked);
        rig.assertEnded(Outcome.RESPONDED);
        assertThat(rig.told).hasSize(1);
        Exchange exchange = rig.told.get(0).exchange();
        assertThat(exchange.response()).isSameAs(ScriptedDispatcher.OK);
        ObservedResponse primary = primary(rig);
        assertThat(primary.status()).isEqualTo(201);
        assertThat(primary.contentType()).isEqualTo("text/plain");
        assertThat(primary.bodyLength()).isEqualTo(3);
        assertThat(primary.bodyChecksum()).isEqualTo(checksum());
        assertThat(primary.bodyWhole()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("wholeOrders")
  void wholeExchange_isNotReportedBeforeBothHalvesAreOver(String order) {
    try (MirrorRig rig = new MirrorRig()) {
      String last = order.substring(order.length() - 1);
      play(rig, order.substring(0, order.length() - 1), true);
      assertThat(rig.mirror.stats().inFlight()).as("before %s", last).isOne();
      assertThat(rig.told).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("ordersThatEndEarly")
  void exchange_thatEndsBeforeItsBody_hasNoCopy(String order) {
    for (boolean chunked : new boolean[] {true, false}) {
      try (MirrorRig rig = new MirrorRig()) {
        play(rig, order, chunked);
        rig.assertEnded(Outcome.BODY_INCOMPLETE);
        assertThat(rig.dispatcher.waiting()).isZero();
        assertThat(rig.told).hasSize(1);
      }
    }
  }

  private static long checksum() {
    CRC32C checksum = new CRC32C();
    checksum.update(BODY);
    return checksum.getValue();
  }

  @Test
  void eventsAfterTheEnd_haveNoEffect() {
    try (MirrorRig rig = new MirrorRig()) {
      Capture capture = rig.begin(TestRequest.get("/"));
      capture.responseBody(BODY, 0, 3);
      capture.response(201, Map.of("content-type", "text/plain")::get);
      capture.end();
      capture.body(BODY, 0, 3);
      capture.bodyEnd();
      capture.unreadable();
      capture.responseBody(BODY, 0, 3);
      capture.responseReset();
      capture.responseOpaque();
      capture.response(500, Map.of("content-type", "text/html", "content-encoding", "gzip")::get);
      capture.end();
      rig.dispatcher.take().responds();
      rig.assertEnded(Outcome.RESPONDED);
      ObservedResponse primary = primary(rig);
      assertThat(primary.status()).isEqualTo(201);
      assertThat(primary.bodyLength()).isEqualTo(3);
      assertThat(primary.bodyWhole()).isTrue();
      assertThat(primary.contentEncoding()).isNull();
    }
  }

  private static ObservedResponse primary(MirrorRig rig) {
    @Nullable ObservedResponse primary = rig.told.get(0).exchange().primary();
    if (primary == null) {
      throw new AssertionError("the primary's response was not seen");
    }
    return primary;
  }

  @Test
  void responseThatWasReset_isSeenFromThere() {
    try (MirrorRig rig = new MirrorRig()) {
      Capture capture = rig.begin(TestRequest.get("/"));
      capture.responseBody(new byte[10], 0, 10);
      capture.response(200, Map.of("content-type", "text/html", "content-encoding", "gzip")::get);
      capture.responseReset();
      capture.responseBody(BODY, 0, 3);
      capture.response(500, name -> null);
      capture.end();
      rig.dispatcher.take().responds();
      rig.assertEnded(Outcome.RESPONDED);
      assertThat(primary(rig).status()).isEqualTo(500);
      assertThat(primary(rig).contentType()).isNull();
      assertThat(primary(rig).bodyLength()).isEqualTo(3);
      assertThat(primary(rig).bodyChecksum()).isEqualTo(checksum());
    }
  }

  @Test
  void responseThatPassedUnseen_isNotComparable() {
    try (MirrorRig rig = new MirrorRig()) {
      Capture capture = rig.begin(TestRequest.get("/"));
      capture.responseOpaque();
      capture.response(200, Map.of("content-type", "text/plain")::get);
      capture.end();
      rig.dispatcher.take().responds();
      rig.assertEnded(Outcome.RESPONDED);
      assertThat(primary(rig).bodyWhole()).isFalse();
      assertThat(rig.told.get(0).exchange().comparison())
          .extracting(ComparisonResult::obstacle)
          .isNotNull();
    }
  }

  @Test
  void responseWithoutABody_hasNone_whateverWasWritten() {
    for (TestRequest request : List.of(TestRequest.of("HEAD", "/"), TestRequest.get("/"))) {
      for (int status : new int[] {204, 304}) {
        try (MirrorRig rig = new MirrorRig()) {
          Capture capture = rig.begin(request);
          capture.responseBody(BODY, 0, 3);
          capture.response(request.method().equals("HEAD") ? 200 : status, name -> null);
          capture.end();
          rig.dispatcher.take().responds();
          rig.assertEnded(Outcome.RESPONDED);
          assertThat(primary(rig).bodyLength()).isZero();
          assertThat(primary(rig).bodyChecksum()).isZero();
          assertThat(primary(rig).bodyWhole()).isTrue();
        }
      }
    }
  }

  /** A container that makes the response makes its fields too, also where no body follows. */
  @Test
  void responseWithoutABody_thatPassedUnseen_isNotComparable() {
    try (MirrorRig rig = new MirrorRig()) {
      Capture capture = rig.begin(TestRequest.of("HEAD", "/"));
      capture.responseOpaque();
      capture.response(404, name -> null);
      capture.end();
      rig.dispatcher.take().responds();
      rig.assertEnded(Outcome.RESPONDED);
      assertThat(primary(rig).bodyWhole()).isFalse();
      assertThat(primary(rig).bodyLength()).isZero();
    }
  }

  @Test
  void primary_withoutAHead_wasNotSeen() {
    try (MirrorRig rig = new MirrorRig()) {
      rig.begin(TestRequest.get("/")).end();
      rig.dispatcher.take().responds();
      rig.assertEnded(Outcome.RESPONDED);
      assertThat(rig.told.get(0).exchange().primary()).isNull();
    }
  }

  @Test
  void exchange_thatNobodyEnds_isEndedByTheSweep() {
    Duration milli = Duration.ofMillis(1);
    try (MirrorRig rig = new MirrorRig(b -> b.exchangeTimeout(milli).timeout(milli))) {
      Capture capturing = rig.begin(TestRequest.post(5));
      capturing.body(BODY, 0, 3);
      rig.begin(TestRequest.get("/sent")); // neither the primary nor the dispatcher says more
      rig.assertEnded(Outcome.BODY_INCOMPLETE, Outcome.TIMED_OUT);
      assertThat(capturing.wantsBody()).isFalse();
      assertThat(rig.told).hasSize(2);
    }
  }

  @Test
  void exchange_whosePrimaryNeverEnds_isReportedWithoutIt() {
    try (MirrorRig rig = new MirrorRig(b -> b.exchangeTimeout(Duration.ofMillis(1)))) {
      Capture capture = rig.begin(TestRequest.get("/"));
      capture.response(200, name -> null);
      rig.dispatcher.take().responds();
      rig.assertEnded(Outcome.RESPONDED);
      assertThat(rig.told.get(0).exchange().primary()).isNull();
      assertThat(rig.told.get(0).exchange().response()).isSameAs(ScriptedDispatcher.OK);
      capture.end();
      assertThat(rig.told).hasSize(1);
    }
  }

  @Test
  void exchange_thatEndsSoon_isReportedWithoutAnotherWord() {
    try (MirrorRig rig = new MirrorRig()) {
      Capture capture = rig.begin(TestRequest.get("/"));
      capture.response(200, Map.of("content-type", "text/plain")::get);
      capture.endSoon();
      rig.dispatcher.take().responds();
      rig.assertEnded(Outcome.RESPONDED);
      assertThat(primary(rig).status()).isEqualTo(200);
    }
  }

  @Test
  void exchange_thatEndsSoon_mayEndBefore() {
    try (MirrorRig rig = new MirrorRig()) {
      Capture capture = rig.begin(TestRequest.get("/"));
      capture.endSoon();
      capture.response(500, Map.of("content-type", "text/plain")::get);
      capture.end();
      rig.dispatcher.take().responds();
      rig.assertEnded(Outcome.RESPONDED);
      assertThat(primary(rig).status()).isEqualTo(500);
    }
  }

  @Test
  void body_isIncompleteAtOnce_whenTheExchangeEndsSoon() {
    try (MirrorRig rig = new MirrorRig()) {
      Capture capture = rig.begin(TestRequest.post(5));
      capture.endSoon();
      assertThat(capture.wantsBody()).isFalse();
      rig.assertEnded(Outcome.BODY_INCOMPLETE);
    }
  }
}
