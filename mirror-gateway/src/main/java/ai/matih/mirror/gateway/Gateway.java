package ai.matih.mirror.gateway;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/**
 * A running gateway: passes requests to services by their path, mirrors the traffic of each route
 * as it is told through its management API, and keeps what it was told.
 *
 * <pre>{@code
 * Gateway gateway = Gateway.builder()
 *     .service("ai", "http://127.0.0.1:8001")
 *     .route("ai-service-route", "ai", "/ai")
 *     .start();
 * }</pre>
 *
 * <p>HTTP/1.1 without TLS on both ports. Thread-safe.
 */
public final class Gateway implements AutoCloseable {
  private static final Duration CLOSE = Duration.ofSeconds(5);

  /** What lets go of each part, the last one made first. */
  private final Deque<Runnable> parts = new ArrayDeque<>();

  private final int port;
  private final int managementPort;
  private final @Nullable String generatedToken;

  Gateway(GatewayBuilder settings) throws IOException {
    generatedToken = settings.tokens.isEmpty() ? Tokens.random() : null;
    boolean started = false;
    try {
      // Management has threads of its own, so that no work of it holds up the traffic.
      LoopResources loops = loops("gateway", LoopResources.DEFAULT_IO_WORKER_COUNT);
      LoopResources managementLoop = loops("gateway-management", 1);
      Scheduler worker = Schedulers.newBoundedElastic(4, 1_000, "gateway-worker", 60, true);
      parts.push(worker::dispose);
      Upstreams upstreams = new Upstreams(loops, settings);
      parts.push(upstreams::close);
      TargetPolicy targets = new TargetPolicy(settings.allowedTargets);
      Mirrors mirrors = new Mirrors(targets, settings::mirror);
      parts.push(mirrors::close);
      Registry registry = new Registry(settings, upstreams, mirrors);
      Management management =
          new Management(new Api(registry, targets).endpoints(), tokens(settings), worker);
      port = listening(Servers.proxy(settings, loops, registry::table));
      managementPort = listening(Servers.management(settings, managementLoop, management));
      started = true;
    } finally {
      if (!started) {
        close();
      }
    }
  }

  private LoopResources loops(String name, int threads) {
    LoopResources loops = LoopResources.create(name, threads, true);
    parts.push(() -> loops.disposeLater(Duration.ZERO, CLOSE).block());
    return loops;
  }

  private Tokens tokens(GatewayBuilder settings) {
    return generatedToken == null
        ? settings.tokens
        : settings.tokens.with(Role.ADMIN, generatedToken);
  }

  private int listening(HttpServer server) throws IOException {
    DisposableServer bound = Servers.bind(server);
    parts.push(() -> bound.disposeNow(CLOSE));
    return bound.port();
  }

  /** Starts to describe a gateway. */
  public static GatewayBuilder builder() {
    return new GatewayBuilder();
  }

  /** The port for clients. */
  public int port() {
    return port;
  }

  /** The port for management. */
  public int managementPort() {
    return managementPort;
  }

  /** The token with role ADMIN that was made because none was configured. */
  public Optional<String> generatedToken() {
    return Optional.ofNullable(generatedToken);
  }

  /**
   * Stops to listen, gives what is under way up to 5 seconds to end, and lets go of everything.
   * Idempotent.
   */
  @Override
  public synchronized void close() {
    while (!parts.isEmpty()) {
      parts.pop().run();
    }
  }

  @Override
  public String toString() {
    return "Gateway{" + port + ", management " + managementPort + "}";
  }
}
