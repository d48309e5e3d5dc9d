package ai.matih.mirror.test;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.Exchange;
import ai.matih.mirror.compare.Comparison;
import ai.matih.mirror.compare.ComparisonReport;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What is secret in a request or in an answer is in no line of the log, in no difference that a
 * listener hears of, and in no report. An adapter's own test extends it, with logback on the class
 * path.
 */
public abstract class SecretsContract extends AdapterContract {
  /** Part of every secret, and of nothing else. */
  private static final String CANARY = "kanarienvogel";

  private static final WireRequest REQUEST =
      WireRequest.of("POST", "/told?token=" + CANARY)
          .with("Authorization", "Bearer " + CANARY)
          .with("Cookie", "session=" + CANARY)
          .with("X-Api-Key", CANARY)
          .with("X-Any", CANARY)
          .withBody("{\"any\": \"" + CANARY + "\"}");

  private static final Duration DAY = Duration.ofDays(1);

  private static final Comparison COMPARISON =
      Comparison.defaults()
          .redact("nickname", "X-Mine")
          .header("Set-Cookie")
          .header("X-Mine")
          .header("X-Auth-Token")
          .header("X-Bearing");

  /** For an adapter's test. */
  protected SecretsContract() {}

  @Test
  final void secretsOfWhatDiffers_areShownNowhere() throws Exception {
    try (MirrorLog log = new MirrorLog()) {
      ComparedRig rig = ComparedRig.of(this, COMPARISON, settings -> settings);
      rig.rig().telling(call -> primarys());
      rig.rig().recorder().answer(copy -> mirrors());
      rig.rig().exchange(REQUEST);
      rig.rig().copied(REQUEST);
      Exchange exchange = rig.exchange();
      rig.rig().settle();
      assertThat(exchange.differences()).hasSize(14);
      ComparisonReport report = rig.rig().mirror().report();
      assertThat(report.toJson()).contains("$.password", "$.account.secret", "plain");
      assertThat(log.text()).contains("differs", "header:set-cookie");
      for (String shown :
          List.of(
              exchange.toString(),
              exchange.differences().toString(),
              report.toString(),
              report.toJson(),
              report.toText(),
              rig.rig().mirror().stats().toString(),
              log.text())) {
        assertThat(shown).doesNotContainIgnoringCase(CANARY);
      }
    }
  }

  private static TestApp.Answer primarys() {
    return new TestApp.Answer(
        200,
        List.of(
            new Field("Content-Type", "application/json"),
            new Field("Set-Cookie", "session=" + CANARY + "; Path=/"),
            new Field("X-Mine", CANARY),
            new Field("X-Auth-Token", CANARY),
            new Field("X-Bearing", "Bearer " + CANARY)),
        List.of(Latin1.bytes(json("1", "\"plain\""))));
  }

  private static String mirrors() {
    String body = json("2", "\"other\"");
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        + ("Set-Cookie: session=" + CANARY + "2; Path=/\r\nX-Mine: " + CANARY + "2\r\n")
        + ("X-Auth-Token: " + CANARY + "2\r\nX-Bearing: Bearer " + CANARY + "2\r\n")
        + ("Content-Length: " + body.length() + "\r\n\r\n" + body);
  }

  /** Every value but the last is secret, by its name, by that of what it is in, or by its form. */
  private static String json(String end, String open) {
    String secret = "\"" + CANARY + end + "\"";
    boolean first = end.equals("1");
    return ("{\"password\": " + secret)
        + (", \"account\": {\"secret\": {\"any\": " + secret + ", \"list\": [" + secret + "]}}")
        + (", \"Nick-Name\": " + secret)
        + (", \"accessToken\": " + (first ? "7" : secret))
        + ((first ? ", \"api_key\": " : ", \"apikey\": ") + secret)
        + (", \"text\": \"password=" + CANARY + end + "\"")
        + (", \"header\": \"Authorization: Basic " + CANARY + end + "\"")
        + (", \"open\": " + open + "}");
  }

  @TestFactory
  final Stream<DynamicTest> malformedAnswers_areNotQuoted() throws Exception {
    ComparedRig rig =
        ComparedRig.of(
            this,
            COMPARISON,
            settings -> settings.timeout(Duration.ofSeconds(2)).circuit(1_000, DAY, DAY));
    rig.rig().telling(call -> TestApp.Answer.json("{}"));
    return Stream.of(
            CANARY + "\r\n\r\n",
            "HTTP/1.1 " + CANARY + "\r\n\r\n",
            CANARY + "/1.1 200 OK\r\n\r\n",
            "HTTP/" + CANARY + " 200 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nSet-Cookie " + CANARY + "\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nSet-Cookie: \u0001" + CANARY + "\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\n" + CANARY + " x: 1\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: " + CANARY + "\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + CANARY + "\r\n")
        .map(
            answer ->
                DynamicTest.dynamicTest(
                    answer.replaceAll("[\r\n\u0001]+", " "), () -> assertNotQuoted(rig, answer)));
  }

  private static void assertNotQuoted(ComparedRig rig, String answer) throws IOException {
    rig.rig().recorder().answer(copy -> answer);
    rig.rig().exchange(REQUEST);
    assertThat(rig.rig().recorder().take().body()).isEqualTo(REQUEST.body());
    Exchange exchange = rig.exchange();
    rig.rig().expect(exchange.outcome());
    // As the log tells it once in a while.
    assertThat(exchange.toString()).doesNotContainIgnoringCase(CANARY);
    Throwable cause = exchange.cause();
    while (cause != null) {
      assertThat(cause.toString()).doesNotContainIgnoringCase(CANARY);
      cause = cause.getCause();
    }
  }
}
