package ai.matih.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrafficMirrorBuilderTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration MILLI = Duration.ofMillis(1);

  private final TrafficMirrorBuilder builder = TrafficMirror.builder("route");

  private static void assertRejected(ThrowingCallable setting, String message) {
    assertThatIllegalArgumentException().isThrownBy(setting).withMessage(message);
  }

  @Test
  void defaults_areThePublishedOnes() {
    assertThat(builder.maxBodyBytes).isEqualTo(1 << 20);
    assertThat(builder.maxHeldBytes).isEqualTo(64 << 20);
    assertThat(builder.maxHeldResponseBytes).isEqualTo(1 << 20);
    assertThat(builder.afterPrimary).isNull();
    assertThat(builder.maxInFlight).isEqualTo(1024);
    assertThat(builder.maxConnections).isEqualTo(64);
    assertThat(builder.connectTimeout).isEqualTo(Duration.ofSeconds(1));
    assertThat(builder.timeout).isEqualTo(Duration.ofSeconds(5));
    assertThat(builder.exchangeTimeout).isEqualTo(Duration.ofSeconds(30));
    assertThat(builder.closeTimeout).isEqualTo(Duration.ofSeconds(2));
    assertThat(builder.circuitFailures).isEqualTo(20);
    assertThat(builder.firstProbe).isEqualTo(Duration.ofSeconds(1));
    assertThat(builder.longestPause).isEqualTo(Duration.ofSeconds(30));
    assertThat(builder.reconstructForms).isFalse();
    assertThat(builder.tls).isNull();
    assertThat(builder.headRules().preserveHost()).isFalse();
    assertThat(builder.headRules().credentials()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "ai-service-route", "A.b_c-9", "-", "."})
  void route_thatIsAName_isAccepted(String route) {
    assertThat(TrafficMirror.builder(route).route).isEqualTo(route);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a/b", "a;b", "a\"b", "röute", "a:b"})
  void route_thatIsNoName_isRejected(String route) {
    assertRejected(
        () -> TrafficMirror.builder(route),
        "route: "
            + route.replace("ö", "\\u00f6")
            + " (expected: 1-128 letters, digits, dots, dashes, underscores)");
  }

  @Test
  void route_withALineEndOrTooLong_isRejected() {
    assertThatIllegalArgumentException().isThrownBy(() -> TrafficMirror.builder("a\n"));
    assertThatIllegalArgumentException().isThrownBy(() -> TrafficMirror.builder("a\r\nb"));
    assertThatIllegalArgumentException().isThrownBy(() -> TrafficMirror.builder("a".repeat(129)));
    assertThat(TrafficMirror.builder("a".repeat(128)).route).hasSize(128);
  }

  @Test
  void numbers_outOfRange_areRejectedByName() {
    assertRejected(() -> builder.maxBodyBytes(-1), "maxBodyBytes: -1 (expected: 0-1073741824)");
    assertRejected(
        () -> builder.maxBodyBytes((1 << 30) + 1),
        "maxBodyBytes: 1073741825 (expected: 0-1073741824)");
    assertRejected(() -> builder.maxHeldBytes(0), "maxHeldBytes: 0 (expected: 1-1099511627776)");
    assertRejected(
        () -> builder.maxHeldBytes((1L << 40) + 1),
        "maxHeldBytes: 1099511627777 (expected: 1-1099511627776)");
    assertRejected(
        () -> builder.maxHeldResponseBytes(-1),
        "maxHeldResponseBytes: -1 (expected: 0-1073741824)");
    assertRejected(
        () -> builder.maxHeldResponseBytes((1 << 30) + 1),
        "maxHeldResponseBytes: 1073741825 (expected: 0-1073741824)");
    assertRejected(() -> builder.maxInFlight(0), "maxInFlight: 0 (expected: 1-1000000)");
    assertRejected(
        () -> builder.maxInFlight(1_000_001), "maxInFlight: 1000001 (expected: 1-1000000)");
    assertRejected(() -> builder.maxConnections(0), "maxConnections: 0 (expected: 1-65535)");
    assertRejected(
        () -> builder.maxConnections(65_536), "maxConnections: 65536 (expected: 1-65535)");
    assertRejected(
        () -> builder.circuit(0, MILLI, MILLI), "circuit failures: 0 (expected: 1-1000000)");
    assertRejected(
        () -> builder.circuit(1_000_001, MILLI, MILLI),
        "circuit failures: 1000001 (expected: 1-1000000)");
    assertRejected(() -> MirrorDispatcher.http(0), "threads: 0 (expected: 1-64)");
    assertRejected(() -> MirrorDispatcher.http(65), "threads: 65 (expected: 1-64)");
  }

  @Test
  void numbers_atTheEndsOfTheirRange_areAccepted() {
    builder.maxBodyBytes(0).maxHeldBytes(1).maxInFlight(1).maxConnections(1);
    builder.maxBodyBytes(1 << 30).maxHeldBytes(1L << 40).maxInFlight(1_000_000);
    builder.maxConnections(65_535).circuit(1, MILLI, MILLI).circuit(1_000_000, DAY, DAY);
    assertThat(builder.maxBodyBytes).isEqualTo(1 << 30);
    assertThat(builder.maxHeldBytes).isEqualTo(1L << 40);
    assertThat(builder.maxInFlight).isEqualTo(1_000_000);
    assertThat(builder.maxConnections).isEqualTo(65_535);
    assertThat(builder.circuitFailures).isEqualTo(1_000_000);
  }

  /** One setting that is a time. */
  interface TimeSetting {
    TrafficMirrorBuilder set(Duration time);
  }

  private static void assertTime(String name, TimeSetting setting) {
    for (Duration bad :
        new Duration[] {
          Duration.ZERO, Duration.ofSeconds(-1), Duration.ofNanos(999_999), DAY.plusNanos(1)
        }) {
      assertRejected(() -> setting.set(bad), name + ": " + bad + " (expected: 1 ms to 1 day)");
    }
    setting.set(MILLI);
    setting.set(DAY);
  }

  @Test
  void times_outOfRange_areRejectedByName() {
    assertTime("connectTimeout", builder::connectTimeout);
    assertTime("timeout", builder::timeout);
    assertTime("exchangeTimeout", builder::exchangeTimeout);
    assertTime("closeTimeout", builder::closeTimeout);
    assertTime("circuit firstProbe", time -> builder.circuit(1, time, DAY));
    assertTime("circuit longestPause", time -> builder.circuit(1, MILLI, time));
  }

  @Test
  void circuit_thatWouldPauseLessAndLess_isRejected() {
    assertRejected(
        () -> builder.circuit(1, Duration.ofSeconds(2), Duration.ofSeconds(1)),
        "circuit longestPause: PT1S (expected: at least PT2S)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "api", "*", " /api", "http://h/api"})
  void pathPrefix_thatIsNoPath_isRejected(String prefix) {
    assertRejected(
        () -> builder.pathPrefixes("/ok", prefix),
        "pathPrefixes: " + prefix + " (expected: a path that begins with /, without query)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host",
        "host",
        "Connection",
        "Content-Length",
        "Transfer-Encoding",
        "TE",
        "Keep-Alive",
        "Proxy-Connection",
        "Proxy-Authenticate",
        "Trailer",
        "Upgrade",
        "HTTP2-Settings",
        "Expect",
        "x-traffic-mirror",
      })
  void field_thatTheMirrorGoverns_isRejected(String name) {
    String expected = name + " (expected: a field that the mirror does not govern itself)";
    assertRejected(() -> builder.setHeader(name, "x"), "setHeader: " + expected);
    assertRejected(() -> builder.dropHeader("X-A", name), "dropHeader: " + expected);
    assertRejected(() -> builder.withoutCredentials(name), "dropHeader: " + expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a:", ":authority", "a\"", "a(b", "a/b", "a@b", "a{b}"})
  void field_whoseNameIsNone_isRejected(String name) {
    String expected = name + " (expected: a header field's name)";
    assertRejected(() -> builder.setHeader(name, "x"), "setHeader: " + expected);
    assertRejected(() -> builder.dropHeader(name), "dropHeader: " + expected);
  }

  @Test
  void field_whoseNameOrValueHoldsControlCharacters_isRejected() {
    for (int c = 0; c < 0x2010; c++) {
      String text = "a" + (char) c + "b";
      if ((c < ' ' && c != '\t') || c == 0x7F || c > 0xFF) {
        assertRejected(
            () -> builder.setHeader("X-A", text),
            "setHeader X-A: "
                + "a"
                + String.format("\\u%04x", (int) text.charAt(1))
                + "b (expected: printable Latin-1 characters)");
      } else {
        builder.setHeader("X-A", text);
      }
      if (c <= ' ' || c >= 0x7F) {
        assertThatIllegalArgumentException().isThrownBy(() -> builder.setHeader(text, "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> builder.dropHeader(text));
      }
    }
  }

  @Test
  void build_withoutAConfiguration_isRejected() {
    assertThatIllegalStateException()
        .isThrownBy(builder::build)
        .withMessage("to: missing (expected: a MirrorConfig)");
  }

  @Test
  void build_withSettingsThatExcludeEachOther_isRejected() {
    builder.to(MirrorConfig.of("127.0.0.1", 80).withSynchronous(true)).afterPrimary(s -> true);
    assertRejected(
        builder::build,
        "synchronous: true (expected: false, because copies leave after the primary)");
  }

  @Test
  void build_startsNoThread() {
    try (TrafficMirror mirror =
        TrafficMirror.builder("threadless").to(MirrorConfig.of("127.0.0.1", 1)).build()) {
      assertThat(Thread.getAllStackTraces().keySet())
          .noneMatch(thread -> thread.getName().contains("threadless"));
      assertThat(mirror.route()).isEqualTo("threadless");
      assertThat(mirror.config()).isEqualTo(MirrorConfig.of("127.0.0.1", 1));
    }
  }

  @Test
  void target_hasTheSettingsOfTheBuilder() {
    ScriptedDispatcher dispatcher = new ScriptedDispatcher();
    try (TrafficMirror mirror =
        builder
            .to(MirrorConfig.of("[::1]", 8000))
            .dispatcher(dispatcher)
            .connectTimeout(Duration.ofMillis(11))
            .timeout(Duration.ofMillis(12))
            .maxConnections(13)
            .build()) {
      mirror.begin(TestRequest.get("/")).end();
      ScriptedDispatcher.Sent sent = dispatcher.take();
      MirrorTarget target = sent.copy().mirror();
      assertThat(target.host()).isEqualTo("::1");
      assertThat(target.port()).isEqualTo(8000);
      assertThat(target.authority()).isEqualTo("[::1]:8000");
      assertThat(target.connectTimeout()).isEqualTo(Duration.ofMillis(11));
      assertThat(target.timeout()).isEqualTo(Duration.ofMillis(12));
      assertThat(target.maxConnections()).isEqualTo(13);
      assertThat(target.tls()).isNull();
      assertThat(target).hasToString("http://[::1]:8000");
      sent.responds();
    }
  }

  @Test
  void tls_changesTheDefaultPort() {
    ScriptedDispatcher dispatcher = new ScriptedDispatcher();
    try (TrafficMirror mirror =
        builder.to(MirrorConfig.of("127.0.0.1", 443)).dispatcher(dispatcher).tls().build()) {
      mirror.begin(TestRequest.get("/")).end();
      ScriptedDispatcher.Sent sent = dispatcher.take();
      assertThat(sent.copy().mirror().authority()).isEqualTo("127.0.0.1");
      assertThat(sent.copy().mirror().tls()).isNotNull();
      assertThat(sent.copy().mirror()).hasToString("https://127.0.0.1:443");
      sent.responds();
    }
  }
}
