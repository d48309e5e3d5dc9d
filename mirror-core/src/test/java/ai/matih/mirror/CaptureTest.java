package ai.matih.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a request whose copy was begun. */
class CaptureTest {

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> fields(MirrorRequest copy) {
    List<String> fields = new ArrayList<>();
    copy.forEachHeader((name, value) -> fields.add(name + ": " + value));
    return fields;
  }

  @Test
  void requestWithoutABody_leavesAtOnce() {
    try (MirrorRig rig = new MirrorRig()) {
      Capture capture = rig.begin(TestRequest.get("http://primary/a?b", "Host", "primary"));
      assertThat(capture.wantsBody()).isFalse();
      assertThat(capture.wantsResponse()).isTrue();
      MirrorRequest copy = rig.dispatcher.take().copy();
      assertThat(copy.method()).isEqualTo("GET");
      assertThat(copy.target()).isEqualTo("/a?b");
      assertThat(copy.body()).isEmpty();
      assertThat(copy).hasToString("GET /a to http://127.0.0.1:8000");
      assertThat(fields(copy))
          .containsExactly(
              "Host: 127.0.0.1:8000", "X-Forwarded-Host: primary", "X-Traffic-Mirror: rig");
    }
  }

  @Test
  void declaredBody_leavesWithItsLastByte() {
    try (MirrorRig rig = new MirrorRig()) {
      Capture capture = rig.begin(TestRequest.post(5));
      assertThat(capture.wantsBody()).isTrue();
      capture.body(bytes("ab"));
      capture.body("xcdx".getBytes(StandardCharsets.UTF_8), 1, 2);
      assertThat(rig.dispatcher.waiting()).isZero();
      capture.body(bytes("e"));
      assertThat(capture.wantsBody()).isFalse();
      ScriptedDispatcher.Sent sent = rig.dispatcher.take();
      assertThat(MirrorRig.body(sent.copy())).isEqualTo("abcde");
      assertThat(fields(sent.copy())).contains("Content-Length: 5");
      capture.bodyEnd();
      capture.end();
      sent.responds();
      rig.assertEnded(Outcome.RESPONDED);
    }
  }

  @Test
  void chunkedBody_leavesAtItsEnd() {
    try (MirrorRig rig = new MirrorRig()) {
      Capture capture = rig.begin(TestRequest.chunked());
      capture.body(bytes("abc"));
      capture.body(bytes(""));
      capture.body(bytes("de"));
      assertThat(rig.dispatcher.waiting()).isZero();
      capture.bodyEnd();
      ScriptedDispatcher.Sent sent = rig.dispatcher.take();
      assertThat(MirrorRig.body(sent.copy())).isEqualTo("abcde");
      assertThat(fields(sent.copy())).contains("Content-Length: 5");
      assertThat(rig.mirror.stats().heldBytes()).isBetween(5L, 1000L);
      capture.end();
      sent.responds();
      rig.assertEnded(Outcome.RESPONDED);
    }
  }

  @Test
  void emptyChunkedBody_hasALengthOfZero() {
    try (MirrorRig rig = new MirrorRig()) {
      rig.begin(TestRequest.chunked()).bodyEnd();
      assertThat(fields(rig.dispatcher.take().copy())).contains("Content-Length: 0");
    }
  }

  @Test
  void capturedBytes_areNotTheCallersArray() {
    try (MirrorRig rig = new MirrorRig()) {
      Capture capture = rig.begin(TestRequest.post(3));
      byte[] reused = {'a', 'b', 'c'};
      capture.body(reused, 0, 3);
      reused[0] = 'z';
      assertThat(MirrorRig.body(rig.dispatcher.take().copy())).isEqualTo("abc");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4})
  void declaredBody_thatEndsEarly_isIncomplete(int length) {
    for (boolean seenToEnd : new boolean[] {true, false}) {
      try (MirrorRig rig = new MirrorRig()) {
        Capture capture = rig.begin(TestRequest.post(5));
        capture.body(new byte[5], 0, length);
        if (seenToEnd) {
          capture.bodyEnd();
        }
        capture.end();
        rig.assertEnded(Outcome.BODY_INCOMPLETE);
        assertThat(rig.dispatcher.waiting()).isZero();
      }
    }
  }

  @Test
  void body_longerThanDeclared_isNotTheOneThatWasMeant() {
    try (MirrorRig rig = new MirrorRig()) {
      Capture capture = rig.begin(TestRequest.post(5));
      capture.body(bytes("abc"));
      capture.body(bytes("def"));
      assertThat(capture.wantsBody()).isFalse();
      capture.end();
      rig.assertEnded(Outcome.BODY_INCOMPLETE);
      assertThat(rig.dispatcher.waiting()).isZero();
    }
  }

  @Test
  void chunkedBody_withoutItsEnd_isIncomplete() {
    try (MirrorRig rig = new MirrorRig()) {
      Capture capture = rig.begin(TestRequest.chunked());
      capture.body(bytes("abc"));
      capture.end();
      rig.assertEnded(Outcome.BODY_INCOMPLETE);
      assertThat(rig.dispatcher.waiting()).isZero();
    }
  }

  @Test
  void chunkedBody_atTheBound_isCopied_andBeyondItDroppedWithItsMemory() {
    int bound = 100_000;
    try (MirrorRig rig = new MirrorRig(builder -> builder.maxBodyBytes(bound))) {
      for (int length : new int[] {bound - 1, bound, bound + 1}) {
        Capture capture = rig.begin(TestRequest.chunked());
        byte[] all = new byte[length];
        for (int at = 0; at < length; at += 1000) {
          capture.body(all, at, Math.min(1000, length - at));
        }
        if (length > bound) {
          assertThat(capture.wantsBody()).isFalse();
          assertThat(rig.mirror.stats().heldBytes()).isZero();
        }
        capture.bodyEnd();
        capture.end();
        if (length <= bound) {
          ScriptedDispatcher.Sent sent = rig.dispatcher.take();
          assertThat(sent.copy().bodyLength()).isEqualTo(length);
          sent.responds();
          rig.atRest();
        }
      }
      rig.assertEnded(Outcome.RESPONDED, Outcome.RESPONDED, Outcome.BODY_TOO_LARGE);
    }
  }

  @Test
  void bodies_overTheByteBudget_areDroppedWithTheirMemory() {
    try (MirrorRig rig = new MirrorRig(builder -> builder.maxHeldBytes(10_000))) {
      Capture held = rig.begin(TestRequest.chunked());
      held.body(new byte[6000], 0, 6000);
      Capture over = rig.begin(TestRequest.chunked());
      over.body(new byte[6000], 0, 6000);
      assertThat(over.wantsBody()).isFalse();
      assertThat(rig.mirror.stats().heldBytes()).isBetween(6000L, 7000L);
      over.end();
      held.bodyEnd();
      held.end();
      rig.dispatcher.take().responds();
      rig.assertEnded(Outcome.OVER_BYTE_BUDGET, Outcome.RESPONDED);
    }
  }

  @Test
  void head_overTheByteBudget_isDropped() {
    try (MirrorRig rig = new MirrorRig(builder -> builder.maxHeldBytes(1000))) {
      Capture capture = rig.begin(TestRequest.get("/", "X-Long", "x".repeat(1000)));
      assertThat(capture.wantsBody()).isFalse();
      capture.end();
      rig.assertEnded(Outcome.OVER_BYTE_BUDGET);
      assertThat(rig.dispatcher.waiting()).isZero();
    }
  }

  @Test
  void declaredLength_costsNothingBeforeItsBytesCome() {
    try (MirrorRig rig = new MirrorRig()) {
      List<Capture> captures = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        captures.add(rig.begin(TestRequest.post(1 << 20)));
      }
      assertThat(rig.mirror.stats().heldBytes()).isLessThan(1000 * 200);
      captures.forEach(Capture::end);
      assertThat(rig.atRest().count(Outcome.BODY_INCOMPLETE)).isEqualTo(1000);
    }
  }

  @Test
  void unreadableBody_isDropped() {
    try (MirrorRig rig = new MirrorRig()) {
      Capture capture = rig.begin(TestRequest.post(5));
      capture.unreadable();
      capture.end();
      rig.assertEnded(Outcome.BODY_UNREADABLE);
    }
  }

  @Test
  void form_isNotRebuiltUnlessWanted_andItsParametersNotAskedFor() {
    try (MirrorRig rig = new MirrorRig()) {
      Capture capture = rig.begin(TestRequest.post(5));
      capture.form(
          () -> {
            throw new AssertionError("asked for");
          },
          null,
          StandardCharsets.UTF_8);
      capture.end();
      rig.assertEnded(Outcome.BODY_UNREADABLE);
    }
  }

  @Test
  void form_rebuilt_isMarkedAndFramedAnew() {
    try (MirrorRig rig = new MirrorRig(TrafficMirrorBuilder::reconstructForms)) {
      Capture capture = rig.begin(TestRequest.post(99));
      Map<String, String[]> parameters = Map.of("a", new String[] {"query's", "1 2"});
      capture.form(() -> parameters, "a=query's", StandardCharsets.UTF_8);
      ScriptedDispatcher.Sent sent = rig.dispatcher.take();
      assertThat(MirrorRig.body(sent.copy())).isEqualTo("a=1+2");
      assertThat(fields(sent.copy()))
          .endsWith("X-Traffic-Mirror: rig; body=reconstructed", "Content-Length: 5");
      capture.end();
      sent.responds();
      rig.assertEnded(Outcome.RESPONDED);
    }
  }

  @Test
  void form_thatCannotBeRebuilt_isDropped() {
    try (MirrorRig rig = new MirrorRig(builder -> builder.reconstructForms().maxBodyBytes(10))) {
      Capture lossy = rig.begin(TestRequest.post(5));
      lossy.form(() -> Map.of("a", new String[] {"\uFFFD"}), null, StandardCharsets.UTF_8);
      lossy.end();
      Capture partlySeen = rig.begin(TestRequest.post(5));
      partlySeen.body(bytes("a="));
      partlySeen.form(() -> Map.of("a", new String[] {"1"}), null, StandardCharsets.UTF_8);
      partlySeen.end();
      Capture large = rig.begin(TestRequest.post(5));
      large.form(() -> Map.of("a", new String[] {"123456789"}), null, StandardCharsets.UTF_8);
      large.end();
      Capture failing = rig.begin(TestRequest.post(5));
      failing.form(
          () -> {
            throw new IllegalStateException("parameters");
          },
          null,
          StandardCharsets.UTF_8);
      failing.end();
      rig.assertEnded(
          Outcome.BODY_UNREADABLE,
          Outcome.BODY_UNREADABLE,
          Outcome.BODY_TOO_LARGE,
          Outcome.INTERNAL_ERROR);
      assertThat(rig.dispatcher.waiting()).isZero();
    }
  }

  @Test
  void call_thatMakesNoSense_isAnInternalErrorAndThrowsNothing() {
    try (MirrorRig rig = new MirrorRig()) {
      Capture capture = rig.begin(TestRequest.post(5));
      capture.body(new byte[3], 2, 5);
      assertThat(capture.wantsBody()).isFalse();
      capture.end();
      rig.assertEnded(Outcome.INTERNAL_ERROR);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RESPONDED")
  void endThatTheDispatcherReports_isTheOutcome(Outcome outcome) {
    try (MirrorRig rig = new MirrorRig()) {
      rig.begin(TestRequest.get("/")).end();
      IllegalStateException cause = new IllegalStateException("cause");
      ScriptedDispatcher.Sent sent = rig.dispatcher.take();
      sent.completion().failed(outcome, cause);
      rig.assertEnded(outcome);
      Exchange exchange = rig.told.get(0).exchange();
      assertThat(exchange.outcome()).isEqualTo(outcome);
      assertThat(exchange.cause()).isSameAs(cause);
      assertThat(exchange.response()).isNull();
    }
  }

  @Test
  void onlyTheFirstReportCounts() {
    try (MirrorRig rig = new MirrorRig()) {
      Capture capture = rig.begin(TestRequest.get("/"));
      ScriptedDispatcher.Sent sent = rig.dispatcher.take();
      sent.responds();
      sent.fails(Outcome.CONNECTION_LOST);
      sent.responds();
      capture.end();
      sent.fails(Outcome.TIMED_OUT);
      rig.assertEnded(Outcome.RESPONDED);
      assertThat(rig.told).hasSize(1);
    }
  }

  @Test
  void failure_thatIsCalledAResponse_isRejected() {
    try (MirrorRig rig = new MirrorRig()) {
      rig.begin(TestRequest.get("/")).end();
      ScriptedDispatcher.Sent sent = rig.dispatcher.take();
      assertThatIllegalArgumentException()
          .isThrownBy(() -> sent.fails(Outcome.RESPONDED))
          .withMessageStartingWith("outcome: RESPONDED (expected: ");
      sent.responds();
      rig.assertEnded(Outcome.RESPONDED);
    }
  }

  @Test
  void none_wantsNothingAndDoesNothing() {
    Capture none = Capture.NONE;
    assertThat(none.wantsBody()).isFalse();
    assertThat(none.wantsResponse()).isFalse();
    none.body(new byte[1], 5, 9);
    none.body(bytes("a"));
    none.bodyEnd();
    none.form(
        () -> {
          throw new AssertionError("asked for");
        },
        null,
        StandardCharsets.UTF_8);
    none.unreadable();
    none.responseBody(bytes("a"));
    none.responseReset();
    none.responseOpaque();
    none.response(200, name -> null);
    none.endSoon();
    none.end();
  }

  @Test
  void response_isNotWantedWhenNobodyLooks() {
    ScriptedDispatcher dispatcher = new ScriptedDispatcher();
    try (TrafficMirror mirror =
        TrafficMirror.builder("blind")
            .to(MirrorRig.CONFIG.withLogResponses(false))
            .dispatcher(dispatcher)
            .build()) {
      Capture capture = mirror.begin(TestRequest.get("/"));
      assertThat(capture.wantsResponse()).isFalse();
      // Then the exchange is over with its copy; the primary may take its time.
      dispatcher.take().responds();
      assertThat(mirror.stats().inFlight()).isZero();
      capture.response(200, name -> null);
      capture.end();
      assertThat(mirror.stats().count(Outcome.RESPONDED)).isOne();
    }
  }
}
