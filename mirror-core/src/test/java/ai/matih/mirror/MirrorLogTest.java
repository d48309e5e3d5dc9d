package ai.matih.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MirrorLogTest {
  private static final MirrorConfig FAR = MirrorConfig.of("mirror.example", 80);
  private static final String CLEAR_TEXT =
      "copies carry the clients' credentials in clear text to http://mirror.example:80";

  private final RecordedLog log = new RecordedLog("rig");

  @AfterEach
  void detach() {
    log.close();
  }

  private static ObservedResponse response(int status, String type, int length, boolean whole) {
    return new ObservedResponse(
        status, Map.of("content-type", type), length, 0, whole, List.of(), Duration.ofMillis(7));
  }

  /** One exchange whose primary answers 200 with an empty body, and its line. */
  private ILoggingEvent line(Level level, ObservedResponse mirror) {
    try (MirrorRig rig = new MirrorRig()) {
      Capture capture = rig.begin(TestRequest.get("/a/b?c=d"));
      capture.response(200, Map.of("content-type", "text/plain")::get);
      capture.end();
      rig.dispatcher.take().responds(mirror);
      rig.assertEnded(Outcome.RESPONDED);
    }
    assertThat(log.events).hasSize(1);
    assertThat(log.count(level)).isOne();
    return log.events.get(0);
  }

  @Test
  void alikeResponses_areLoggedAtInfo_withKeyValues() {
    ILoggingEvent event = line(Level.INFO, response(200, "text/plain", 0, true));
    assertThat(event.getLoggerName()).isEqualTo("ai.matih.mirror.rig");
    assertThat(event.getFormattedMessage()).isEqualTo("mirrored, alike");
    Map<String, Object> values = RecordedLog.keyValues(event);
    assertThat(values)
        .containsOnlyKeys(
            "route",
            "target",
            "method",
            "path",
            "mirrorStatus",
            "mirrorMillis",
            "mirrorBytes",
            "primaryStatus",
            "primaryMillis",
            "primaryBytes")
        .containsEntry("route", "rig")
        .containsEntry("method", "GET")
        .containsEntry("path", "/a/b")
        .containsEntry("mirrorStatus", 200)
        .containsEntry("mirrorMillis", 7L)
        .containsEntry("mirrorBytes", 0L)
        .containsEntry("primaryStatus", 200)
        .containsEntry("primaryBytes", 0L);
    assertThat(values.get("target")).hasToString("http://127.0.0.1:8000");
    assertThat((Long) values.get("primaryMillis")).isNotNegative();
  }

  @Test
  void differentResponses_areLoggedAtWarn_withTheDifference() {
    ILoggingEvent event = line(Level.WARN, response(500, "text/html", 3, true));
    assertThat(RecordedLog.keyValues(event)).containsKey("differs");
    assertThat(event.getFormattedMessage())
        .isEqualTo("mirrored, differs in status VALUE, header:content-type VALUE, body EXTRA");
    assertThat(RecordedLog.keyValues(event))
        .containsEntry("mirrorStatus", 500)
        .containsEntry("mirrorBytes", 3L);
  }

  @Test
  void bodiesThatWereNotSeenWhole_areNotCalledAlike() {
    ILoggingEvent event = line(Level.INFO, response(200, "text/plain", 3, false));
    assertThat(event.getFormattedMessage())
        .isEqualTo("mirrored, alike as far as they are comparable");
  }

  @Test
  void primaryThatWasNotSeen_isSaid() {
    try (MirrorRig rig = new MirrorRig()) {
      rig.begin(TestRequest.get("/")).end();
      rig.dispatcher.take().responds();
      rig.assertEnded(Outcome.RESPONDED);
    }
    ILoggingEvent event = log.await(Level.INFO);
    assertThat(event.getFormattedMessage()).isEqualTo("mirrored, primary not seen");
    assertThat(RecordedLog.keyValues(event)).doesNotContainKey("primaryStatus");
  }

  @Test
  void withoutLogResponses_nothingIsLogged() {
    try (MirrorRig rig =
        new MirrorRig(builder -> builder.to(MirrorRig.CONFIG.withLogResponses(false)))) {
      rig.exchange(TestRequest.post(3), "abc");
      rig.dispatcher.take().responds(response(500, "text/html", 3, true));
      rig.assertEnded(Outcome.RESPONDED);
      assertThat(rig.told).hasSize(1);
    }
    assertThat(log.events).isEmpty();
  }

  @Test
  void nothingThatAClientSent_isLogged_butMethodAndPath() {
    String secret = "s3cr3t";
    try (MirrorRig rig =
        new MirrorRig(builder -> builder.circuit(1_000, Duration.ofDays(1), Duration.ofDays(1)))) {
      for (boolean responds : new boolean[] {true, false, true}) {
        Capture capture =
            rig.begin(
                TestRequest.of(
                        "POST",
                        "http://" + secret + "@primary/path?" + secret + "#" + secret,
                        "Host",
                        secret,
                        "Authorization",
                        "Bearer " + secret,
                        "Cookie",
                        secret,
                        secret,
                        "x",
                        "X-Request-ID",
                        secret,
                        "Content-Type",
                        secret)
                    .withBodyLength(secret.length()));
        capture.body(secret.getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, 6);
        capture.responseBody(secret.getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, 6);
        capture.response(200, Map.of("content-type", secret)::get);
        capture.end();
        if (responds) {
          rig.dispatcher.take().responds(response(500, secret + secret, 3, true));
        } else {
          rig.dispatcher.take().fails(Outcome.TIMED_OUT);
        }
      }
      rig.assertEnded(Outcome.RESPONDED, Outcome.TIMED_OUT, Outcome.RESPONDED);
      Await.until(() -> log.events.size() == 3);
    }
    assertThat(log.events)
        .allSatisfy(
            event ->
                assertThat(event.getFormattedMessage() + RecordedLog.keyValues(event))
                    .doesNotContain(secret));
  }

  @Test
  void failures_areLoggedOnce_andNotEach() {
    Duration day = Duration.ofDays(1);
    try (MirrorRig rig = new MirrorRig(builder -> builder.circuit(1_000_000, day, day))) {
      for (int i = 0; i < 500; i++) {
        rig.begin(TestRequest.get("/")).end();
        rig.dispatcher.take().fails(Outcome.CONNECT_FAILED);
      }
      log.await(Level.WARN);
      for (int i = 0; i < 500; i++) {
        rig.begin(TestRequest.get("/")).end();
        rig.dispatcher.take().fails(Outcome.CONNECT_FAILED);
      }
      rig.atRest();
    }
    // One line when it began, one for the rest at the end.
    assertThat(log.events).hasSize(2);
    assertThat(log.events.get(0).getFormattedMessage()).contains("CONNECT_FAILED=");
  }

  @Test
  void errorOfAnExtension_isLoggedWithItsStackTrace() {
    try (MirrorRig rig =
        new MirrorRig(
            builder ->
                builder.mirrorIf(
                    request -> {
                      throw new IllegalStateException("predicate");
                    }))) {
      rig.begin(TestRequest.get("/"));
      ILoggingEvent event = log.await(Level.WARN);
      assertThat(event.getFormattedMessage()).contains("INTERNAL_ERROR=1");
      assertThat(event.getThrowableProxy().getMessage()).isEqualTo("predicate");
    }
  }

  private void build(UnaryOperator<TrafficMirrorBuilder> settings) {
    new MirrorRig(settings).close();
  }

  @Test
  void credentialsInClearText_areWarnedOfOnceAtTheStart() {
    try (MirrorRig rig = new MirrorRig(builder -> builder.to(FAR))) {
      assertThat(log.events).hasSize(1);
      assertThat(log.events.get(0).getLevel()).isEqualTo(Level.WARN);
      assertThat(log.events.get(0).getFormattedMessage())
          .startsWith(CLEAR_TEXT)
          .contains("tls()", "withoutCredentials()");
      rig.mirror.update(FAR.withPercentage(1));
      rig.mirror.update(FAR.withPercentage(2));
      assertThat(log.events).hasSize(1);
      rig.mirror.update(MirrorConfig.of("other.example", 80));
      assertThat(log.events).hasSize(2);
      rig.mirror.update(MirrorConfig.of("localhost", 80));
      assertThat(log.events).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1", "127.1.2.3", "[::1]", "a.localhost"})
  void loopback_isNotWarnedOf(String host) {
    build(builder -> builder.to(MirrorConfig.of(host, 80)));
    assertThat(log.events).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", "128.0.0.1", "[::2]", "localhost.example.com", "xlocalhost"})
  void otherHosts_areWarnedOf(String host) {
    build(builder -> builder.to(MirrorConfig.of(host, 80)));
    assertThat(log.events).hasSize(1);
  }

  @Test
  void tlsOrNoCredentials_areNotWarnedOf() {
    for (UnaryOperator<TrafficMirrorBuilder> safe :
        List.<UnaryOperator<TrafficMirrorBuilder>>of(
            TrafficMirrorBuilder::tls, TrafficMirrorBuilder::withoutCredentials)) {
      build(builder -> safe.apply(builder.to(FAR)));
    }
    assertThat(log.events).isEmpty();
  }
}
