package ai.matih.mirror.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.matih.mirror.MirrorConfig;
import ai.matih.mirror.client.GatewayClient;
import ai.matih.mirror.client.MirrorStatus;
import ai.matih.mirror.client.PluginConfig;
import ai.matih.mirror.gateway.Gateway;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * The documented story of a gateway: a service, its next version as the mirror, and mirroring that
 * is configured, raised and ended through the management API while traffic runs.
 */
final class GatewayStory {
  private static final String ROUTE = "ai-service-route";
  private static final long PATIENCE_NANOS = 10_000_000_000L;

  /** The documented request's body, but for where the mirror is. */
  private static final String CONFIG =
      """
      {"mirrorHost": "127.0.0.1", "mirrorPort": %d,
       "percentage": 50, "synchronous": false, "logResponses": true}
      """;

  private final PrintStream out;
  private final int requests;
  private final List<String> problems = new ArrayList<>();
  private final Sightings primarySaw = new Sightings();
  private final Sightings mirrorSaw = new Sightings();
  private int sent;

  private GatewayStory(int requests, PrintStream out) {
    this.requests = requests;
    this.out = out;
  }

  /** Tells it, with so many requests to each part; returns the exit status. */
  static int tell(int requests, PrintStream out) {
    try {
      return new GatewayStory(requests, out).tell();
    } catch (IOException e) {
      out.println("demo: failed: " + e.getMessage());
      return 1;
    }
  }

  private int tell() throws IOException {
    try (Service primary = service(primarySaw, 1999);
        Service mirror = service(mirrorSaw, 2099);
        Gateway gateway =
            Gateway.builder()
                .host("127.0.0.1")
                .port(0)
                .managementPort(0)
                .service("ai", "http://127.0.0.1:" + primary.port())
                .route(ROUTE, "ai", "/")
                .start()) {
      out.println("Primary     http://127.0.0.1:" + primary.port() + ", the service");
      out.println("Mirror      http://127.0.0.1:" + mirror.port() + ", its next version");
      out.println("Gateway     http://127.0.0.1:" + gateway.port() + ", route " + ROUTE);
      String management = "http://127.0.0.1:" + gateway.managementPort();
      out.println("Management  " + management + "/api/v1/gateway");
      out.println();
      String token = gateway.generatedToken().orElseThrow();
      GatewayClient client =
          GatewayClient.builder(URI.create(management)).bearerToken(() -> token).build();
      tell(client, MirrorConfig.fromJson(CONFIG.formatted(mirror.port())), gateway.port());
    }
    problems.forEach(problem -> out.println("PROBLEM: " + problem));
    out.println(problems.isEmpty() ? "All adds up." : "It does not add up.");
    return problems.isEmpty() ? 0 : 1;
  }

  private static Service service(Sightings sightings, int cents) {
    return new Service(
        context -> context.addServlet("shop", new Shop(sightings, cents)).addMapping("/"));
  }

  private void tell(GatewayClient client, MirrorConfig config, int port) throws IOException {
    out.println("POST /routes/" + ROUTE + "/mirror " + config.toJson());
    PluginConfig plugin = client.route(ROUTE).mirror(config);
    out.println("  -> plugin " + plugin.id());
    int half = copies(client, port);
    check(half > requests / 4 && half < requests * 3 / 4, half + " copies (expected: about half)");

    out.println("PATCH /plugins/" + plugin.id() + " {\"config\": {..., \"percentage\": 100}}");
    client.plugin(plugin.id()).update(config.withPercentage(100));
    int all = copies(client, port);
    check(all == requests, all + " copies (expected: " + requests + ")");

    out.println("DELETE /plugins/" + plugin.id());
    client.plugin(plugin.id()).delete();
    int none = copies(client, port);
    check(none == 0, none + " copies (expected: none)");
  }

  private void check(boolean holds, String problem) {
    if (!holds) {
      problems.add(problem);
    }
  }

  /** Sends requests through the gateway; how many of them the mirror saw. */
  private int copies(GatewayClient client, int port) throws IOException {
    int before = mirrorSaw.size();
    try (Connection connection = new Connection(port)) {
      for (int i = 0; i < requests; i++) {
        List<Field> fields = List.of(new Field(Seen.ID, "gateway-" + sent++));
        byte[] body = ("{\"item\": " + i + "}").getBytes(UTF_8);
        boolean order = i % 2 == 0;
        Reply reply =
            connection.send(
                order ? "POST" : "GET",
                order ? "/orders" : "/price?item=" + i,
                fields,
                order ? body : new byte[0],
                i % 4 == 0,
                System.nanoTime());
        check(reply.status().contains(" 200"), "a client got " + reply.status());
      }
    }
    MirrorStatus status = settled(client);
    int copies = mirrorSaw.size() - before;
    check(primarySaw.size() == sent, primarySaw.size() + " seen of " + sent);
    out.printf("  %d requests through the gateway, %d copies%n", requests, copies);
    out.printf("  GET /routes/%s/mirror: offered %d, ", ROUTE, status.offered());
    out.println(occurred(status) + System.lineSeparator());
    return copies;
  }

  private MirrorStatus settled(GatewayClient client) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    MirrorStatus status = client.route(ROUTE).mirrorStatus();
    while (status.inFlight() > 0 && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(5_000_000);
      status = client.route(ROUTE).mirrorStatus();
    }
    return status;
  }

  private static String occurred(MirrorStatus status) {
    List<String> occurred = new ArrayList<>();
    status
        .outcomes()
        .forEach(
            (outcome, count) -> {
              if (count > 0) {
                occurred.add(outcome + " " + count);
              }
            });
    return String.join(", ", occurred);
  }
}
