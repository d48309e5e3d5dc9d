package ai.matih.mirror.client;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A gateway that answers as it is told, and remembers what it was asked. */
final class MockGateway implements BeforeEachCallback, AfterEachCallback {
  private final WireMockServer server =
      new WireMockServer(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"));

  @Override
  public void beforeEach(ExtensionContext context) {
    server.start();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    server.stop();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  GatewayClientBuilder client() {
    return GatewayClient.builder(address());
  }

  WireMockServer server() {
    return server;
  }

  /** Answers everything like this. */
  MockGateway answers(ResponseDefinitionBuilder answer) {
    server.stubFor(any(anyUrl()).willReturn(answer));
    return this;
  }

  List<LoggedRequest> requests() {
    return server.getAllServeEvents().stream()
        .map(event -> LoggedRequest.createFrom(event.getRequest()))
        .toList();
  }

  /** The one request there was. */
  LoggedRequest request() {
    List<LoggedRequest> requests = requests();
    if (requests.size() != 1) {
      throw new AssertionError("requests: " + requests);
    }
    return requests.get(0);
  }
}
