package ai.matih.mirror.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.MirrorConfig;
import ai.matih.mirror.test.RawClient;
import ai.matih.mirror.test.Reply;
import ai.matih.mirror.test.WireRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each call of the management API answers, and what it changes. */
class ApiTest {
  private static final String MIRROR = "routes/" + TestGateway.ROUTE + "/mirror";

  private TestGateway gateway;

  @BeforeEach
  void start() throws Exception {
    gateway = TestGateway.start();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void mirrorOfARoute_isConfiguredAndShown() throws Exception {
    HttpResponse<String> configured = gateway.mirror(50);
    assertThat(configured.statusCode()).isEqualTo(200);
    Fields plugin = TestGateway.data(configured);
    assertThat(plugin.text("pluginName", "")).isEqualTo("traffic-mirror");
    assertThat(plugin.text("routeName", "")).isEqualTo(TestGateway.ROUTE);
    assertThat(plugin.flag("enabled", false)).isTrue();
    assertThat(plugin.object("config"))
        .isEqualTo(
            MirrorConfig.of("127.0.0.1", gateway.recorder.port()).withPercentage(50).toMap());

    Fields shown = TestGateway.data(gateway.call("GET", MIRROR, ""));
    assertThat(shown.all().keySet())
        .containsExactly("route", "pluginId", "enabled", "config", "stats");
    assertThat(shown.text("route", "")).isEqualTo(TestGateway.ROUTE);
    assertThat(shown.text("pluginId", "")).isEqualTo(plugin.text("id", ""));
    assertThat(shown.object("stats").keySet())
        .containsExactly("offered", "outcomes", "inFlight", "heldBytes", "circuitOpen");
  }

  @Test
  void success_isWrappedAsThePlatformDoes() throws Exception {
    HttpResponse<String> response =
        gateway.call(
            "GET", "services", "", "Bearer " + TestGateway.READER, "X-Request-ID", "the-caller-1");
    Fields envelope = Json.read(response.body()).only("success", "data", "metadata");
    assertThat(envelope.flag("success", false)).isTrue();
    Map<String, Object> metadata = envelope.object("metadata");
    assertThat(metadata).containsOnlyKeys("timestamp", "requestId", "version");
    assertThat(metadata).containsEntry("requestId", "the-caller-1");
    assertThat(response.headers().firstValue("X-Request-ID")).contains("the-caller-1");
  }

  @Test
  void anotherConfiguration_keepsThePlugin() throws Exception {
    String id = TestGateway.id(gateway.mirror(50));
    assertThat(TestGateway.id(gateway.mirror(100))).isEqualTo(id);
  }

  @Test
  void plugin_isUpdatedInPart_disabledAndRemoved() throws Exception {
    String id = TestGateway.id(gateway.mirror(50));
    HttpResponse<String> updated =
        gateway.call("PATCH", "plugins/" + id, "{\"config\": {\"percentage\": 100}}");
    assertThat(updated.statusCode()).isEqualTo(200);
    assertThat(TestGateway.data(updated).object("config"))
        .containsEntry("percentage", 100)
        .containsEntry("mirrorPort", gateway.recorder.port());
    send();
    assertThat(gateway.recorder.take().target()).isEqualTo("/ai/x");

    HttpResponse<String> disabled = gateway.call("PATCH", "plugins/" + id, "{\"enabled\": false}");
    assertThat(TestGateway.data(disabled).flag("enabled", true)).isFalse();
    send();
    HttpResponse<String> removed = gateway.call("DELETE", "plugins/" + id, "");
    assertThat(removed.statusCode()).isEqualTo(204);
    assertThat(removed.body()).isEmpty();
    send();
    Fields shown = TestGateway.data(gateway.call("GET", MIRROR, ""));
    assertThat(shown.all()).containsEntry("pluginId", null).containsEntry("enabled", false);
    assertThat(outcomes(shown)).containsEntry("DISABLED", 2).containsEntry("RESPONDED", 1);
    assertThat(gateway.call("DELETE", "plugins/" + id, "").statusCode()).isEqualTo(404);
    gateway.recorder.assertQuiet();
  }

  @SuppressWarnings("unchecked") // as JSON has it
  private static Map<String, Object> outcomes(Fields shown) {
    return (Map<String, Object>) (Object) new Fields("", shown.object("stats")).object("outcomes");
  }

  @Test
  void narrowerScope_wins() throws Exception {
    gateway.call("POST", "plugins", plugin("", 1));
    assertThat(port()).isEqualTo(1);
    gateway.call("POST", "plugins", plugin("\"serviceName\": \"ai\",", 2));
    assertThat(port()).isEqualTo(2);
    String id =
        TestGateway.id(
            gateway.call("POST", "plugins", plugin("\"routeName\": \"ai-service-route\",", 3)));
    assertThat(port()).isEqualTo(3);
    assertThat(gateway.call("POST", "plugins", plugin("", 4)).statusCode()).isEqualTo(409);
    gateway.call("DELETE", "plugins/" + id, "");
    assertThat(port()).isEqualTo(2);
  }

  private static String plugin(String scope, int port) {
    return """
        {"pluginName": "traffic-mirror", %s "enabled": true,
         "config": {"mirrorHost": "127.0.0.1", "mirrorPort": %d}}"""
        .formatted(scope, port);
  }

  private @Nullable Object port() throws Exception {
    return TestGateway.data(gateway.call("GET", MIRROR, "")).object("config").get("mirrorPort");
  }

  @Test
  void servicesAndRoutes_comeAndGo() throws Exception {
    int port = gateway.service.port();
    String service = "{\"name\": \"other\", \"url\": \"http://127.0.0.1:%d\"}".formatted(port);
    assertThat(gateway.call("POST", "services", service).statusCode()).isEqualTo(201);
    assertThat(gateway.call("POST", "services", service).statusCode()).isEqualTo(409);
    assertThat(reply("/other/x").status()).isEqualTo(404);
    String route = "{\"name\": \"other-route\", \"paths\": [\"/other\"]}";
    assertThat(gateway.call("POST", "services/other/routes", route).statusCode()).isEqualTo(201);
    assertThat(gateway.call("POST", "services/other/routes", route).statusCode()).isEqualTo(409);
    assertThat(gateway.call("POST", "services/none/routes", route).statusCode()).isEqualTo(404);
    assertThat(reply("/other/x").body()).startsWith("GET /other/x\n");

    String services = gateway.call("GET", "services", "").body();
    assertThat(services)
        .contains(
            "{\"name\":\"other\",\"url\":\"http://127.0.0.1:"
                + port
                + "\",\"routes\":[{\"name\":\"other-route\",\"service\":\"other\",\"paths\":[\"/other\"]}]}");

    assertThat(gateway.call("DELETE", "services/other", "").statusCode()).isEqualTo(409);
    assertThat(gateway.call("DELETE", "routes/other-route", "").statusCode()).isEqualTo(204);
    assertThat(gateway.call("DELETE", "routes/other-route", "").statusCode()).isEqualTo(404);
    assertThat(reply("/other/x").status()).isEqualTo(404);
    assertThat(gateway.call("DELETE", "services/other", "").statusCode()).isEqualTo(204);
    assertThat(gateway.call("DELETE", "services/other", "").statusCode()).isEqualTo(404);
  }

  @Test
  void whatTheConfigurationFileNames_isNotDeleted() throws Exception {
    assertThat(gateway.call("DELETE", "routes/ai-service-route", "").statusCode()).isEqualTo(409);
    assertThat(gateway.call("DELETE", "services/ai", "").statusCode()).isEqualTo(409);
  }

  @ParameterizedTest
  @CsvSource({
    "'',401,MATIH-GW-4011",
    "Bearer wrong-token-0123456789,401,MATIH-GW-4011",
    "Basic YTpi,401,MATIH-GW-4011",
    "Bearer " + TestGateway.READER + ",403,MATIH-GW-4031"
  })
  void whoMayNotChange_isRefused(String authorization, int status, String code) throws Exception {
    HttpResponse<String> refused =
        gateway.call("POST", MIRROR, gateway.mirrorBody(50), authorization);
    assertThat(refused.statusCode()).isEqualTo(status);
    assertThat(TestGateway.error(refused).text("code", "")).isEqualTo(code);
    assertThat(refused.headers().firstValue("WWW-Authenticate").isPresent())
        .isEqualTo(status == 401);
    assertThat(gateway.call("GET", MIRROR, "").statusCode()).isEqualTo(404);
  }

  @Test
  void aReader_looks_andHealthIsForEverybody() throws Exception {
    HttpResponse<String> seen = gateway.call("GET", "services", "", "bearer " + TestGateway.READER);
    assertThat(seen.statusCode()).isEqualTo(200);
    HttpResponse<String> health = gateway.call("GET", "health", "", "");
    assertThat(health.statusCode()).isEqualTo(200);
    assertThat(health.body()).isEqualTo("{\"status\":\"UP\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "POST,routes/none/mirror,404,MATIH-GW-4041",
    "GET,routes/none/mirror,404,MATIH-GW-4041",
    "GET,routes/ai-service-route/mirror,404,MATIH-GW-4041",
    "PATCH,plugins/none,404,MATIH-GW-4041",
    "GET,nothing,404,MATIH-GW-4041",
    "GET,../gateway/services,404,MATIH-GW-4041",
    "PUT,services,405,MATIH-GW-4051",
    "GET,plugins,405,MATIH-GW-4051"
  })
  void whatIsNotThere_isSaidSo(String method, String path, int status, String code)
      throws Exception {
    HttpResponse<String> refused =
        gateway.call(method, path, method.equals("PATCH") ? "{}" : gateway.mirrorBody(50));
    assertThat(refused.statusCode()).isEqualTo(status);
    assertThat(TestGateway.error(refused).text("code", "")).isEqualTo(code);
  }

  static Stream<List<String>> badBodies() {
    String host = "\"mirrorHost\": \"h\"";
    return Stream.of(
        List.of(MIRROR, "{" + host + ", \"mirrorPort\": 0}", "mirrorPort: 0 (expected: 1-65535)"),
        List.of(MIRROR, "{" + host + "}", "mirrorPort: missing (expected: 1-65535)"),
        List.of(
            MIRROR,
            "{" + host + ", \"mirrorPort\": 1, \"percentage\": 101}",
            "percentage: 101 (expected: 0-100)"),
        List.of(MIRROR, "{" + host + ", \"mirrorPort\": 1, \"percent\": 5}", "percent: 5"),
        List.of(MIRROR, "{\"mirrorHost\": \"http://h\", \"mirrorPort\": 1}", "mirrorHost: http:"),
        List.of(MIRROR, "", "json"),
        List.of(MIRROR, "{", "json"),
        List.of(MIRROR, "[]", "json"),
        List.of(MIRROR, "{" + host + ", " + host + ", \"mirrorPort\": 1}", "json"),
        List.of("plugins", "{\"pluginName\": \"rate-limit\"}", "pluginName: rate-limit"),
        List.of("plugins", "{\"pluginName\": \"traffic-mirror\"}", "config: missing"),
        List.of("services", "{\"name\": \"a b\", \"url\": \"http://h\"}", "name: a b"),
        List.of("services", "{\"name\": \"a\", \"url\": \"ftp://h\"}", "url: ftp://h"),
        List.of("services", "{\"name\": \"a\", \"url\": \"http://h/p\"}", "url: http://h/p"),
        List.of("services", "{\"name\": \"a\", \"url\": \"http://u:p@h\"}", "url: http://u:p@h"),
        List.of("services/ai/routes", "{\"name\": \"r\", \"paths\": [\"x\"]}", "paths: x"),
        List.of("services/ai/routes", "{\"name\": \"r\", \"paths\": [\"/ai\"]}", "paths: /ai"),
        List.of("services/ai/routes", "{\"name\": \"r\"}", "paths: []"));
  }

  @ParameterizedTest
  @MethodSource("badBodies")
  void aBadBody_isRefusedWithTheProperty(List<String> bad) throws Exception {
    HttpResponse<String> refused = gateway.call("POST", bad.get(0), bad.get(1));
    assertThat(refused.statusCode()).isEqualTo(400);
    Fields error = TestGateway.error(refused).only("code", "message", "details");
    assertThat(error.text("code", "")).isEqualTo("MATIH-GW-4001");
    assertThat(error.text("message", "")).startsWith(bad.get(2)).contains("(expected: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254",
        "[fe80::1]",
        "[::ffff:169.254.169.254]",
        "[64:ff9b::a9fe:a9fe]",
        "[fd00:ec2::254]",
        "100.100.100.200",
        "metadata.google.internal",
        "Metadata.Google.Internal.",
        "0.0.0.0",
        "[::]",
        "224.0.0.1"
      })
  void aTargetThatIsNeverAllowed_isRefused(String host) throws Exception {
    HttpResponse<String> refused =
        gateway.call(
            "POST", MIRROR, "{\"mirrorHost\": \"%s\", \"mirrorPort\": 80}".formatted(host));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(TestGateway.error(refused).text("code", "")).isEqualTo("MATIH-GW-4002");
    assertThat(TestGateway.error(refused).text("message", "")).startsWith("mirrorHost: ");
  }

  @Test
  void theDocumentedTarget_isConfigured_thoughItsNameIsUnknownHere() throws Exception {
    HttpResponse<String> configured =
        gateway.call(
            "POST",
            MIRROR,
            """
            {"mirrorHost": "ai-service-v2-staging.internal", "mirrorPort": 8000,
             "percentage": 50, "synchronous": false, "logResponses": true}""");
    assertThat(configured.statusCode()).isEqualTo(200);
  }

  @Test
  void aBodyThatIsTooLong_isRefused() throws Exception {
    HttpResponse<String> refused =
        gateway.call("POST", MIRROR, "{\"mirrorHost\": \"" + "h".repeat(70_000) + "\"}");
    assertThat(refused.statusCode()).isEqualTo(413);
  }

  @Test
  void aRepetitionWithTheSameKey_getsTheFirstReply() throws Exception {
    String body = "{\"name\": \"once\", \"url\": \"http://127.0.0.1:1\"}";
    String admin = "Bearer " + TestGateway.ADMIN;
    for (int i = 0; i < 2; i++) {
      HttpResponse<String> reply =
          gateway.call("POST", "services", body, admin, "X-Idempotency-Key", "key-1");
      assertThat(reply.statusCode()).isEqualTo(201);
    }
    String other = body.replace("once", "other");
    assertThat(
            gateway
                .call("POST", "services", other, admin, "X-Idempotency-Key", "key-1")
                .statusCode())
        .isEqualTo(409);
  }

  private void send() throws Exception {
    assertThat(reply("/ai/x").status()).isEqualTo(200);
  }

  private Reply reply(String target) throws Exception {
    try (RawClient client = RawClient.connect(gateway.gateway.port())) {
      return client.exchange(WireRequest.get(target));
    }
  }
}
