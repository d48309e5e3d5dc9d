package ai.matih.mirror.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.mirror.MirrorConfig;
import java.net.URI;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before anything is sent. */
class BuilderTest {
  private static final URI GATEWAY = URI.create("https://gateway.internal:8080");

  @RegisterExtension private final MockGateway gateway = new MockGateway();

  private void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
    assertThat(gateway.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gateway.internal:8080",
        "ftp://gateway.internal",
        "http:/api",
        "http://gateway:0",
        "http://gateway:65536",
        "http://ai_gateway:8080",
        "/api/v1/gateway",
        "http://gateway/?a",
        "http://gateway/#a",
        "http://gateway/api/v1/gateway",
        "http://gateway/api/v1/gateway/"
      })
  void anAddressHasToBeThatOfAGateway(String address) {
    refused(() -> GatewayClient.builder(URI.create(address)), "gateway: ");
  }

  @Test
  void anAddressHasNoCredentialsAndTheyAreNotRepeated() {
    assertThatThrownBy(() -> GatewayClient.builder(URI.create("http://me:hush@gateway")))
        .hasMessage("gateway: <not shown> (expected: an address without credentials)");
  }

  @Test
  void settingsAreCheckedWhereTheyAreSaid() {
    GatewayClientBuilder builder = GatewayClient.builder(GATEWAY);

    refused(() -> builder.tenant("a\nb"), "tenant: a b (expected: 1-256 visible ASCII");
    refused(() -> builder.timeout(Duration.ZERO), "timeout: PT0S (expected: 1 ms to 1 day)");
    refused(() -> builder.connectTimeout(Duration.ofDays(2)), "connectTimeout: PT48H (expected: ");
    refused(() -> builder.maxResponseBytes(0), "maxResponseBytes: 0 (expected: 1-1073741824)");
    refused(() -> builder.retries(-1, Duration.ofSeconds(1)), "retries: -1 (expected: 0-100)");
    refused(() -> builder.retries(1, Duration.ZERO), "longestPause: PT0S (expected: ");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", ".", "..", "a/b", "a b", "a%2Fb", "a?b", "ä", "a\n"})
  @SuppressWarnings("NullAway") // what a caller without null checks might pass
  void namesAreCheckedBeforeAnythingIsSent(String name) {
    GatewayClient client = gateway.client().build();
    PluginConfig plugin = PluginConfig.mirror(MirrorConfig.of("v2", 8000));

    refused(() -> client.route(name), "route: ");
    refused(() -> client.service(name), "service: ");
    refused(() -> client.plugin(name), "plugin: ");
    refused(() -> client.addServiceAsync(name, GATEWAY), "service: ");
    refused(() -> client.service("ai").addRouteAsync(name, "/"), "route: ");
    refused(
        () -> client.enableAsync(new PluginConfig(null, name, null, null, true, null)),
        "pluginName: ");
    if (name != null) {
      refused(() -> client.enableAsync(plugin.onService(name)), "serviceName: ");
      refused(() -> client.enableAsync(plugin.onRoute(name)), "routeName: ");
    }
  }

  @Test
  void addressesAndPathsAreCheckedBeforeAnythingIsSent() {
    GatewayClient client = gateway.client().build();
    GatewayService ai = client.service("ai");

    refused(() -> client.addServiceAsync("ai", URI.create("ai:8001")), "url: ai:8001 (expected: ");
    refused(() -> ai.addRouteAsync("r"), "paths: none (expected: ");
    refused(() -> ai.addRouteAsync("r", "/a", "b"), "paths: b (expected: ");
    refused(() -> ai.addRouteAsync("r", "/a?b"), "paths: /a?b (expected: ");
  }

  @Test
  void aClientNamesItsGateway() {
    assertThat(GatewayClient.builder(GATEWAY).build())
        .hasToString("GatewayClient{https://gateway.internal:8080/api/v1/gateway}");
  }
}
