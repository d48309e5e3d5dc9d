package ai.matih.mirror.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.MirrorConfig;
import ai.matih.mirror.Outcome;
import ai.matih.mirror.client.GatewayClient;
import ai.matih.mirror.client.PluginConfig;
import ai.matih.mirror.test.RawClient;
import ai.matih.mirror.test.WireRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Changes act at once on running traffic, and no request of a client's fails. */
class RunningTrafficTest {
  private static final int CLIENTS = 16;

  @Test
  void mirroringBeginsChangesAndEnds_underLoad_withoutAFailedRequest() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    AtomicLong answered = new AtomicLong();
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try (TestGateway gateway = TestGateway.start()) {
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        ends.add(clients.submit(() -> send(gateway.gateway.port(), over, answered)));
      }
      awaitMore(answered, 200);

      assertThat(gateway.mirror(50).statusCode()).isEqualTo(200);
      awaitMore(answered, 500);
      long responded = TestGateway.outcome(gateway.gateway, Outcome.RESPONDED);
      long left = TestGateway.outcome(gateway.gateway, Outcome.NOT_SAMPLED);
      assertThat(responded).isPositive();
      assertThat(left).isPositive();

      String id = TestGateway.id(gateway.mirror(100));
      awaitMore(answered, 500);
      for (int i = 0; i < 20; i++) {
        String name = "extra-" + i;
        gateway.call(
            "POST",
            "services/ai/routes",
            "{\"name\": \"%s\", \"paths\": [\"/%s\"]}".formatted(name, name));
        gateway.call("PATCH", "plugins/" + id, "{\"enabled\": %s}".formatted(i % 2 == 0));
        gateway.call("DELETE", "routes/" + name, "");
      }

      assertThat(gateway.call("DELETE", "plugins/" + id, "").statusCode()).isEqualTo(204);
      Waiting.until(
          () -> TestGateway.stats(gateway.gateway).number("inFlight", -1, 0, 100_000) == 0,
          () -> "copies in flight");
      long copies = TestGateway.outcome(gateway.gateway, Outcome.RESPONDED);
      awaitMore(answered, 500);
      assertThat(TestGateway.outcome(gateway.gateway, Outcome.RESPONDED)).isEqualTo(copies);

      over.set(true);
      for (Future<?> end : ends) {
        end.get(20, TimeUnit.SECONDS);
      }
    } finally {
      over.set(true);
      clients.shutdownNow();
    }
  }

  private static void awaitMore(AtomicLong answered, long more) throws Exception {
    long from = answered.get();
    Waiting.until(() -> answered.get() >= from + more, answered::get);
  }

  private static Void send(int port, AtomicBoolean over, AtomicLong answered) throws Exception {
    try (RawClient client = RawClient.connect(port)) {
      for (int i = 0; !over.get(); i++) {
        WireRequest request =
            i % 2 == 0 ? WireRequest.get("/ai/" + i) : WireRequest.post("/ai/" + i, "body");
        assertThat(client.exchange(request).status()).isEqualTo(200);
        answered.incrementAndGet();
      }
    }
    return null;
  }

  @Test
  void theClient_doesTheWholeStory() throws Exception {
    try (TestGateway gateway = TestGateway.start()) {
      GatewayClient client =
          GatewayClient.builder(URI.create("http://127.0.0.1:" + gateway.gateway.managementPort()))
              .bearerToken(() -> TestGateway.ADMIN)
              .build();
      assertThat(client.health()).isEqualTo("UP");
      client.addService("other", URI.create("http://127.0.0.1:" + gateway.service.port()));
      client.service("other").addRoute("other-route", "/other");
      MirrorConfig config = MirrorConfig.of("127.0.0.1", gateway.recorder.port());
      PluginConfig plugin = client.route("other-route").mirror(config);
      try (RawClient sender = RawClient.connect(gateway.gateway.port())) {
        assertThat(sender.exchange(WireRequest.post("/other/x", "body")).status()).isEqualTo(200);
      }
      assertThat(gateway.recorder.take().body()).isEqualTo("body");
      Waiting.until(
          () ->
              client.route("other-route").mirrorStatus().outcomes().getOrDefault("RESPONDED", 0L)
                  == 1,
          () -> client.route("other-route").mirrorStatus());
      assertThat(client.route("other-route").mirrorStatus().pluginId()).isEqualTo(plugin.id());
      assertThat(client.plugin(plugin.id()).update(config.withPercentage(5)).mirrorConfig())
          .isEqualTo(config.withPercentage(5));
      assertThat(client.plugin(plugin.id()).disable().enabled()).isFalse();
      client.plugin(plugin.id()).delete();
      assertThat(client.route("other-route").mirrorStatus().enabled()).isFalse();
      assertThat(client.services()).hasSize(2);
      client.route("other-route").delete();
      client.service("other").delete();
      assertThat(client.services()).hasSize(1);
    }
  }
}
