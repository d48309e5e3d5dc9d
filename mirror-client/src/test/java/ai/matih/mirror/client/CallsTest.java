package ai.matih.mirror.client;

import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.noContent;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.MirrorConfig;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each call as it reaches the gateway, and what it returns for the answers that are right. */
class CallsTest {
  private static final MirrorConfig CONFIG =
      new MirrorConfig("ai-service-v2-staging.internal", 8000, 50, false, true);
  private static final String MIRROR_JSON =
      """
      {"mirrorHost": "ai-service-v2-staging.internal", "mirrorPort": 8000, "percentage": 50,
       "synchronous": false, "logResponses": true}""";
  private static final String PLUGIN_JSON =
      """
      {"id": "p-1", "pluginName": "traffic-mirror", "serviceName": null,
       "routeName": "ai-service-route", "enabled": true, "config": %s, "createdAt": 17}"""
          .formatted(MIRROR_JSON);
  private static final PluginConfig PLUGIN =
      PluginConfig.mirror(CONFIG).onRoute("ai-service-route");

  @RegisterExtension private final MockGateway gateway = new MockGateway();

  private static String wrapped(String data) {
    return """
        {"success": true, "data": %s, "metadata": {"requestId": "r-1", "version": "1"}}"""
        .formatted(data);
  }

  private GatewayClient client() {
    return gateway.client().bearerToken(() -> "the-token").tenant("tenant-7").build();
  }

  private void expect(String method, String path, String json) {
    LoggedRequest request = gateway.request();
    assertThat(request.getMethod().value() + " " + request.getUrl())
        .isEqualTo(method + " /api/v1/gateway" + path);
    if (json.isEmpty()) {
      assertThat(request.getBodyAsString()).isEmpty();
    } else {
      assertThat(Json.read(request.getBodyAsString())).isEqualTo(Json.read(json));
      assertThat(request.getHeader("Content-Type")).isEqualTo("application/json");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void mirrorPostsTheFiveKeysAndReturnsThePlugin(boolean wrap) {
    gateway.answers(okJson(wrap ? wrapped(PLUGIN_JSON) : PLUGIN_JSON));

    PluginConfig plugin = client().route("ai-service-route").mirror(CONFIG);

    assertThat(plugin.id()).isEqualTo("p-1");
    assertThat(plugin.pluginName()).isEqualTo("traffic-mirror");
    assertThat(plugin.serviceName()).isNull();
    assertThat(plugin.routeName()).isEqualTo("ai-service-route");
    assertThat(plugin.enabled()).isTrue();
    assertThat(plugin.mirrorConfig()).isEqualTo(CONFIG);
    expect("POST", "/routes/ai-service-route/mirror", MIRROR_JSON);
  }

  @Test
  void whatAnEmptyAnswerDoesNotTellIsAsAskedFor() {
    gateway.answers(ok());
    GatewayClient client = client();

    assertThat(client.route("ai-service-route").mirror(CONFIG)).isEqualTo(PLUGIN);
    assertThat(client.enable(PLUGIN.withEnabled(false))).isEqualTo(PLUGIN.withEnabled(false));
    assertThat(client.plugin("p-1").disable())
        .isEqualTo(new PluginConfig("p-1", "traffic-mirror", null, null, false, null));
    assertThat(client.addService("ai", URI.create("http://ai:8001")))
        .isEqualTo(new ServiceConfig("ai", "http://ai:8001", List.of()));
    assertThat(client.service("ai").addRoute("r", "/a", "/b"))
        .isEqualTo(new RouteConfig("r", List.of("/a", "/b"), "ai"));
    assertThat(client.services()).isEmpty();
    assertThat(client.health()).isEqualTo("UP");
    client.route("r").delete();
  }

  @Test
  void anEnvelopeWithoutDataIsTheAnswerItself() {
    gateway.answers(okJson("{\"success\": true, \"id\": \"p-1\"}"));

    assertThat(client().route("ai-service-route").mirror(CONFIG).id()).isEqualTo("p-1");
  }

  @Test
  void aNoContentAnswerIsAnEmptyOne() {
    gateway.answers(noContent());
    GatewayClient client = client();

    assertThat(client.route("ai-service-route").mirror(CONFIG)).isEqualTo(PLUGIN);
    client.plugin("p-1").delete();
    client.service("ai").delete();
  }

  @Test
  void enableNamesTheScopeAndNoId() {
    gateway.answers(jsonResponse(wrapped("{\"id\": \"p-2\"}"), 201));
    PluginConfig asked =
        new PluginConfig("ignored", "traffic-mirror", null, null, true, Map.of("percentage", 1));

    assertThat(client().enable(asked.onService("ai")).id()).isEqualTo("p-2");

    expect(
        "POST",
        "/plugins",
        """
        {"pluginName": "traffic-mirror", "serviceName": "ai", "enabled": true,
         "config": {"percentage": 1}}""");
  }

  @Test
  void aMirrorOfAllTrafficNamesNeitherServiceNorRoute() {
    gateway.answers(jsonResponse(PLUGIN_JSON, 201));

    client().enable(PluginConfig.mirror(CONFIG));

    expect(
        "POST",
        "/plugins",
        """
        {"pluginName": "traffic-mirror", "enabled": true, "config": %s}"""
            .formatted(MIRROR_JSON));
  }

  @Test
  void updatePatchesTheConfiguration() {
    gateway.answers(okJson(PLUGIN_JSON));

    PluginConfig plugin = client().plugin("p-1").update(CONFIG.withPercentage(50));

    assertThat(plugin.mirrorConfig()).isEqualTo(CONFIG);
    expect("PATCH", "/plugins/p-1", "{\"config\": " + MIRROR_JSON + "}");
  }

  @Test
  void disablePatchesOnlyThat() {
    gateway.answers(okJson("{\"id\": \"p-1\", \"enabled\": false}"));

    assertThat(client().plugin("p-1").disable().enabled()).isFalse();

    expect("PATCH", "/plugins/p-1", "{\"enabled\": false}");
  }

  @Test
  void deletesSendNoBody() {
    gateway.answers(noContent());

    client().plugin("p-1").delete();

    expect("DELETE", "/plugins/p-1", "");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void servicesComeWithTheirRoutes(boolean wrap) {
    String services =
        """
        [{"name": "ai", "url": "http://127.0.0.1:8001", "routes":
           [{"name": "ai-service-route", "paths": ["/ai"], "service": "ai"}]},
         {"name": "idle", "url": "http://127.0.0.1:8002"}]""";
    gateway.answers(okJson(wrap ? wrapped(services) : services));

    assertThat(client().services())
        .containsExactly(
            new ServiceConfig(
                "ai",
                "http://127.0.0.1:8001",
                List.of(new RouteConfig("ai-service-route", List.of("/ai"), "ai"))),
            new ServiceConfig("idle", "http://127.0.0.1:8002", List.of()));
    expect("GET", "/services", "");
  }

  @Test
  void addingAServiceAndARoute() {
    gateway.answers(jsonResponse("{}", 201));

    client().service("ai").addRoute("ai-service-route", "/ai");

    expect("POST", "/services/ai/routes", "{\"name\": \"ai-service-route\", \"paths\": [\"/ai\"]}");
  }

  @Test
  void theStatusHasConfigurationAndCounters() {
    gateway.answers(
        okJson(
            wrapped(
                """
                {"route": "ai-service-route", "pluginId": null, "enabled": false, "config": %s,
                 "stats": {"offered": 5000000000, "outcomes": {"RESPONDED": 7, "NEWER": 1},
                           "inFlight": 2, "heldBytes": 9, "circuitOpen": true, "more": []}}"""
                    .formatted(MIRROR_JSON.replace("}", ", \"addedLater\": 1}")))));

    assertThat(client().route("ai-service-route").mirrorStatus())
        .isEqualTo(
            new MirrorStatus(
                "ai-service-route",
                null,
                false,
                CONFIG,
                5_000_000_000L,
                Map.of("RESPONDED", 7L, "NEWER", 1L),
                2,
                9,
                true));
    expect("GET", "/routes/ai-service-route/mirror", "");
  }

  @Test
  void theReportIsTheJsonAsItCame() {
    gateway.answers(okJson(wrapped("{\"verdict\":\"alike\",\"n\":[1,2]}")));

    assertThat(client().route("r").mirrorReport()).isEqualTo("{\"verdict\":\"alike\",\"n\":[1,2]}");
    expect("GET", "/routes/r/mirror/report", "");
  }

  @Test
  void healthIsTheGatewaysWord() {
    gateway.answers(okJson("{\"status\": \"DEGRADED\"}"));

    assertThat(client().health()).isEqualTo("DEGRADED");
    expect("GET", "/health", "");
  }

  @Test
  void everyCallSaysWhoAsksAndForWhom() {
    gateway.answers(okJson("{}"));

    client().plugin("p-1").update(CONFIG);

    LoggedRequest request = gateway.request();
    assertThat(request.getHeader("Authorization")).isEqualTo("Bearer the-token");
    assertThat(request.getHeader("X-Tenant-ID")).isEqualTo("tenant-7");
    assertThat(request.getHeader("Accept")).isEqualTo("application/json");
    assertThat(UUID.fromString(request.getHeader("X-Request-ID"))).isNotNull();
    assertThat(UUID.fromString(request.getHeader("X-Idempotency-Key"))).isNotNull();
  }

  @Test
  void twoCallsHaveIdsOfTheirOwnAndQuestionsNoIdempotencyKey() {
    gateway.answers(okJson("{}"));
    GatewayClient client = gateway.client().build();

    client.plugin("p-1").enable();
    client.plugin("p-1").enable();
    client.health();

    List<LoggedRequest> requests = gateway.requests();
    assertThat(requests).extracting(r -> r.getHeader("X-Request-ID")).doesNotHaveDuplicates();
    assertThat(requests)
        .filteredOn(r -> r.getMethod().value().equals("PATCH"))
        .extracting(r -> r.getHeader("X-Idempotency-Key"))
        .hasSize(2)
        .doesNotHaveDuplicates()
        .doesNotContainNull();
    assertThat(requests)
        .filteredOn(r -> r.getMethod().value().equals("GET"))
        .allSatisfy(r -> assertThat(r.containsHeader("X-Idempotency-Key")).isFalse())
        .allSatisfy(r -> assertThat(r.containsHeader("Authorization")).isFalse())
        .allSatisfy(r -> assertThat(r.containsHeader("X-Tenant-ID")).isFalse());
  }

  @Test
  void aPathInTheAddressStaysInFront() {
    gateway.answers(okJson("{}"));

    GatewayClient.builder(gateway.address().resolve("/ops/gw/")).build().health();

    assertThat(gateway.request().getUrl()).isEqualTo("/ops/gw/api/v1/gateway/health");
  }

  @Test
  void callsCanBeMadeWithoutWaiting() {
    gateway.answers(okJson(PLUGIN_JSON));

    assertThat(client().route("ai-service-route").mirrorAsync(CONFIG).join().id()).isEqualTo("p-1");
  }
}
