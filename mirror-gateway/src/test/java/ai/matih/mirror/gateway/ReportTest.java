package ai.matih.mirror.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.matih.mirror.Outcome;
import ai.matih.mirror.test.RawClient;
import ai.matih.mirror.test.WireRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the mirror's answers differ, through the management API. */
class ReportTest {
  private static final String REPORT = "routes/" + TestGateway.ROUTE + "/mirror/report";

  @Test
  void report_tellsWhatDiffers_andBeginsAnew() throws Exception {
    try (TestGateway gateway = TestGateway.start()) {
      assertThat(gateway.call("GET", REPORT, "").statusCode()).isEqualTo(404);
      gateway.mirror(100);
      try (RawClient client = RawClient.connect(gateway.gateway.port())) {
        assertThat(client.exchange(WireRequest.get("/ai/none"))).isNotNull();
      }
      Waiting.until(
          () -> TestGateway.outcome(gateway.gateway, Outcome.RESPONDED) == 1,
          () -> TestGateway.stats(gateway.gateway).all());
      Waiting.until(() -> exchanges(gateway) == 1, () -> gateway.gateway);
      Fields report = TestGateway.data(gateway.call("GET", REPORT, ""));
      assertThat(report.text("route", "")).isEqualTo(TestGateway.ROUTE);
      assertThat(report.all()).containsEntry("version", 1).containsKeys("verdict", "endpoints");
      assertThat(report.objects("endpoints").get(0).text("name", "")).isEqualTo("GET /ai/none");

      assertThat(gateway.call("DELETE", REPORT, "").statusCode()).isEqualTo(204);
      assertThat(exchanges(gateway)).isZero();
    }
  }

  @Test
  void onlyAnAdministrator_resetsIt() throws Exception {
    try (TestGateway gateway = TestGateway.start()) {
      gateway.mirror(100);
      String reader = "Bearer " + TestGateway.READER;
      assertThat(gateway.call("GET", REPORT, "", reader).statusCode()).isEqualTo(200);
      assertThat(gateway.call("DELETE", REPORT, "", reader).statusCode()).isEqualTo(403);
    }
  }

  private static int exchanges(TestGateway gateway) throws Exception {
    HttpResponse<String> reply = gateway.call("GET", REPORT, "");
    return new Fields("", TestGateway.data(reply).object("counts"))
        .number("exchanges", -1, 0, Integer.MAX_VALUE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"ignore\": [\"price\"]}|ignore: price (expected: ",
        "{\"tolerate\": {\"$.a\": \"1\"}}|comparison.tolerate: 1 (expected: numbers by paths)",
        "{\"tolerate\": {\"$.a\": -1}}|tolerate: -1.0 (expected: 0 or more)",
        "{\"ignored\": []}|comparison.ignored: [] (expected: no such property, but ignore, ",
      })
  void badRule_isRefusedByName(String rules, String message) {
    Fields fields = new Fields("comparison.", Json.read(rules).all());
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> ComparisonRules.read(fields))
        .withMessageStartingWith(message);
  }
}
