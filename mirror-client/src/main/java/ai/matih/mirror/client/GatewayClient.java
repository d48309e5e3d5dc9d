package ai.matih.mirror.client;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A client of the gateway's configuration API: routes and their mirrors, plugins, services, health.
 * Immutable and safe to share; it needs no closing, its threads are daemons and end once it is no
 * longer reachable.
 *
 * <pre>{@code
 * GatewayClient gateway = GatewayClient.builder(URI.create("https://gateway.internal:8080"))
 *     .bearerToken(tokens::current)
 *     .build();
 * PluginConfig mirror = gateway.route("ai-service-route").mirror(config);
 * gateway.plugin(mirror.id()).update(config.withPercentage(100));
 * gateway.plugin(mirror.id()).delete();
 * }</pre>
 *
 * <p>Each call exists twice: one waits, one returns a future, whose cancellation ends the request
 * and its further tries. What can be checked here is refused with an {@link
 * IllegalArgumentException} by the method itself, before a byte is sent; everything else that goes
 * wrong is a {@link GatewayException}. A thread that is interrupted while it waits stays
 * interrupted, its request is cancelled, and it gets a {@link
 * java.util.concurrent.CancellationException}.
 *
 * <p>A call is tried again only where nothing was sent (the connection failed) or the gateway said
 * that it did nothing (429, 503); a mutation carries the same {@code X-Idempotency-Key} in all its
 * tries. Redirects are not followed. All calls send {@code X-Request-ID}, one per call, which the
 * exceptions name.
 */
public final class GatewayClient {
  private final Transport transport;

  GatewayClient(Transport transport) {
    this.transport = transport;
  }

  /**
   * Describes a client of the gateway at this address.
   *
   * @param gateway {@code http} or {@code https}, host, and where needed port and path; {@code
   *     /api/v1/gateway} is appended
   * @throws IllegalArgumentException if it is not such an address, or holds credentials
   */
  public static GatewayClientBuilder builder(URI gateway) {
    return new GatewayClientBuilder(gateway);
  }

  /**
   * The route of this name; nothing is sent yet.
   *
   * @throws IllegalArgumentException unless it is 1-128 letters, digits, dots, dashes, underscores
   */
  public GatewayRoute route(String name) {
    return new GatewayRoute(transport, Names.checked("route", name));
  }

  /**
   * The service of this name; nothing is sent yet.
   *
   * @throws IllegalArgumentException unless it is 1-128 letters, digits, dots, dashes, underscores
   */
  public GatewayService service(String name) {
    return new GatewayService(transport, Names.checked("service", name));
  }

  /**
   * The plugin of this id, as {@link PluginConfig#id()} tells it; nothing is sent yet.
   *
   * @throws IllegalArgumentException unless it is 1-128 letters, digits, dots, dashes, underscores;
   *     also for null, the id of a plugin whose gateway did not tell it
   */
  public GatewayPlugin plugin(@Nullable String id) {
    return new GatewayPlugin(transport, Names.checked("plugin", id));
  }

  /**
   * Enables a plugin: {@code POST /plugins}.
   *
   * @return the plugin as the gateway tells it; what it does not tell is as asked for
   * @throws IllegalArgumentException if a name of it is not valid
   * @throws GatewayException if the gateway does not confirm it
   */
  public PluginConfig enable(PluginConfig plugin) {
    return Waiting.on(enableAsync(plugin));
  }

  /** {@link #enable} as a future. */
  public CompletableFuture<PluginConfig> enableAsync(PluginConfig plugin) {
    Map<String, Object> body = plugin.toRequest();
    return transport.send("POST", "/plugins", body, answer -> PluginConfig.from(answer, plugin));
  }

  /**
   * All services with their routes: {@code GET /services}.
   *
   * @throws GatewayException if the gateway does not answer with them
   */
  public List<ServiceConfig> services() {
    return Waiting.on(servicesAsync());
  }

  /** {@link #services} as a future. */
  public CompletableFuture<List<ServiceConfig>> servicesAsync() {
    return transport.send("GET", "/services", null, ServiceConfig::listFrom);
  }

  /**
   * Adds a service: {@code POST /services}.
   *
   * @param url where the service is: {@code http} or {@code https} with a host
   * @throws IllegalArgumentException if name or address are not valid
   * @throws GatewayException if the gateway does not confirm it
   */
  public ServiceConfig addService(String name, URI url) {
    return Waiting.on(addServiceAsync(name, url));
  }

  /** {@link #addService} as a future. */
  public CompletableFuture<ServiceConfig> addServiceAsync(String name, URI url) {
    ServiceConfig service =
        new ServiceConfig(
            Names.checked("service", name), Addresses.checked("url", url).toString(), List.of());
    Map<String, Object> body = Map.of("name", service.name(), "url", service.url());
    return transport.send("POST", "/services", body, answer -> ServiceConfig.from(answer, service));
  }

  /**
   * How the gateway is, in its own word, {@code UP}: {@code GET /health}.
   *
   * @throws GatewayException.Unavailable if it cannot be reached or says that it is not well
   * @throws GatewayException if it answers otherwise
   */
  public String health() {
    return Waiting.on(healthAsync());
  }

  /** {@link #health} as a future. */
  public CompletableFuture<String> healthAsync() {
    return transport.send(
        "GET", "/health", null, answer -> answer.path("status").stringValue("UP"));
  }

  /** The gateway's address. */
  @Override
  public String toString() {
    return "GatewayClient{" + transport + "}";
  }
}
