package ai.matih.mirror.client;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A service of the gateway, by its name. Immutable; whether there is such a service, calls will
 * tell.
 */
public final class GatewayService {
  private final Transport transport;
  private final String name;

  GatewayService(Transport transport, String name) {
    this.transport = transport;
    this.name = name;
  }

  /**
   * Adds a route to the service: {@code POST /services/:serviceName/routes}.
   *
   * @param paths prefixes of the paths that the route takes, at least one; each begins with a slash
   * @throws IllegalArgumentException if the name or a path is not valid
   * @throws GatewayException.NotFound if there is no such service
   * @throws GatewayException if the gateway does not confirm it
   */
  public RouteConfig addRoute(String route, String... paths) {
    return Waiting.on(addRouteAsync(route, paths));
  }

  /** {@link #addRoute} as a future. */
  public CompletableFuture<RouteConfig> addRouteAsync(String route, String... paths) {
    RouteConfig asked =
        new RouteConfig(Names.checked("route", route), Addresses.checkedPaths(paths), name);
    Map<String, Object> body = Map.of("name", asked.name(), "paths", asked.paths());
    return transport.send(
        "POST", "/services/" + name + "/routes", body, answer -> RouteConfig.from(answer, asked));
  }

  /**
   * Removes the service: {@code DELETE /services/:serviceName}.
   *
   * @throws GatewayException.NotFound if there is no such service
   * @throws GatewayException if the gateway does not confirm it
   */
  public void delete() {
    Waiting.on(deleteAsync());
  }

  /** {@link #delete} as a future. */
  public CompletableFuture<@Nullable Void> deleteAsync() {
    return transport.delete("/services/" + name);
  }

  @Override
  public String toString() {
    return "GatewayService{" + name + "}";
  }
}
