package ai.matih.mirror.client;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A gateway that answers as it is told, and remembers what it was asked. */
final class MockGateway implements BeforeEachCallback, AfterEachCallback {
  private final WireMockServer server;

  MockGateway() {
    this(0);
  }

  MockGateway(int port) {
    server = new WireMockServer(wireMockConfig().port(port).bindAddress("127.0.0.1"));
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    start();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    stop();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  GatewayClientBuilder client() {
    return GatewayClient.builder(address());
  }

  void start() {
    server.start();
  }

  void stop() {
    server.stop();
  }

  /** Answers everything like this. */
  MockGateway answers(ResponseDefinitionBuilder answer) {
    server.stubFor(any(anyUrl()).willReturn(answer));
    return this;
  }

  /** Answers one after the other like this, and from then on with the last one. */
  MockGateway answersInTurn(ResponseDefinitionBuilder... answers) {
    for (int i = 0; i < answers.length; i++) {
      server.stubFor(
          any(anyUrl())
              .inScenario("in turn")
              .whenScenarioStateIs(i == 0 ? Scenario.STARTED : "after " + i)
              .willSetStateTo("after " + Math.min(i + 1, answers.length - 1))
              .willReturn(answers[i]));
    }
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
