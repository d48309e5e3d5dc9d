package ai.matih.mirror.gateway;

import ai.matih.mirror.Outcome;
import ai.matih.mirror.test.Recorder;
import ai.matih.mirror.test.TestApp;
import ai.matih.mirror.test.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A gateway with one service, one route and a mirror target, on the loopback interface. */
final class TestGateway implements AutoCloseable {
  static final String ADMIN = "admin-token-0123456789";
  static final String READER = "reader-token-0123456789";
  static final String ROUTE = "ai-service-route";

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  final TestApp app = new TestApp();
  final TestServer service = Upstream.start(app);
  final Recorder recorder = Recorder.start();
  final Gateway gateway;

  private TestGateway(UnaryOperator<GatewayBuilder> settings) throws IOException {
    gateway = settings.apply(builder(service.port())).start();
  }

  static TestGateway start() throws IOException {
    return new TestGateway(settings -> settings);
  }

  static TestGateway start(UnaryOperator<GatewayBuilder> settings) throws IOException {
    return new TestGateway(settings);
  }

  static GatewayBuilder builder(int servicePort) {
    return Gateway.builder()
        .host("127.0.0.1")
        .port(0)
        .managementPort(0)
        .service("ai", "http://127.0.0.1:" + servicePort)
        .route(ROUTE, "ai", "/ai")
        .token(Role.ADMIN, ADMIN)
        .token(Role.READER, READER);
  }

  /** Calls the management API as an administrator. */
  HttpResponse<String> call(String method, String path, String body) throws Exception {
    return call(method, path, body, "Bearer " + ADMIN);
  }

  HttpResponse<String> call(
      String method, String path, String body, String authorization, String... fields)
      throws Exception {
    return call(gateway, method, path, body, authorization, fields);
  }

  /** Mirrors a share of the route's traffic to the port. */
  static void configure(Gateway gateway, String route, int port, int percentage) throws Exception {
    String body =
        "{\"mirrorHost\": \"127.0.0.1\", \"mirrorPort\": %d, \"percentage\": %d}"
            .formatted(port, percentage);
    HttpResponse<String> reply =
        call(gateway, "POST", "routes/" + route + "/mirror", body, "Bearer " + ADMIN);
    if (reply.statusCode() != 200) {
      throw new AssertionError(reply.body());
    }
  }

  /** The counters of the route's mirror, as the API shows them. */
  static Fields stats(Gateway gateway) {
    try {
      HttpResponse<String> reply =
          call(gateway, "GET", "routes/" + ROUTE + "/mirror", "", "Bearer " + READER);
      return new Fields("", data(reply).object("stats"));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** How many requests have ended so, as the API shows it. */
  static long outcome(Gateway gateway, Outcome outcome) {
    return new Fields("", stats(gateway).object("outcomes"))
        .number(outcome.name(), -1, 0, Integer.MAX_VALUE);
  }

  private static HttpResponse<String> call(
      Gateway gateway,
      String method,
      String path,
      String body,
      String authorization,
      String... fields)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://127.0.0.1:" + gateway.managementPort() + "/api/v1/gateway/" + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .timeout(Duration.ofSeconds(20));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    if (fields.length > 0) {
      request.headers(fields);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** What the documentation has as the body of its example, for this recorder. */
  String mirrorBody(int percentage) {
    return """
        {"mirrorHost": "127.0.0.1", "mirrorPort": %d, "percentage": %d,
         "synchronous": false, "logResponses": true}"""
        .formatted(recorder.port(), percentage);
  }

  HttpResponse<String> mirror(int percentage) throws Exception {
    return call("POST", "routes/" + ROUTE + "/mirror", mirrorBody(percentage));
  }

  static Fields data(HttpResponse<String> response) {
    return new Fields("", Json.read(response.body()).object("data"));
  }

  static Fields error(HttpResponse<String> response) {
    return new Fields("", Json.read(response.body()).object("error"));
  }

  static String id(HttpResponse<String> response) {
    return data(response).text("id", "an id");
  }

  @Override
  public void close() {
    gateway.close();
    service.close();
    recorder.close();
  }
}
