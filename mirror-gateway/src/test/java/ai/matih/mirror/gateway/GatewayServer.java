package ai.matih.mirror.gateway;

import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.test.TestServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.netty.DisposableServer;
import reactor.netty.resources.LoopResources;

/** The gateway's proxy with one route, a given mirror, and a service that it stops too. */
final class GatewayServer {

  private GatewayServer() {}

  static TestServer start(TestServer service, @Nullable TrafficMirror mirror) throws IOException {
    GatewayBuilder settings = Gateway.builder().host("127.0.0.1").port(0);
    LoopResources loops = LoopResources.create("test-gateway", 2, true);
    Upstreams upstreams = new Upstreams(loops, settings);
    Service named = new Service("app", "http://127.0.0.1:" + service.port());
    Route route = new Route("contract", "app", List.of("/"));
    RouteTable table =
        new RouteTable(
            List.of(new Decision.Forward(route, named, upstreams.client(named), mirror)));
    DisposableServer proxy = Servers.bind(Servers.proxy(settings, loops, () -> table));
    return TestServer.of(
        proxy.port(),
        () -> {
          proxy.disposeNow(Duration.ofSeconds(10));
          upstreams.close();
          loops.disposeLater(Duration.ZERO, Duration.ofSeconds(10)).block();
          service.close();
        });
  }
}
