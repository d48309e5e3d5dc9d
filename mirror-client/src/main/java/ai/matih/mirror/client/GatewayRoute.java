package ai.matih.mirror.client;

import ai.matih.mirror.MirrorConfig;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A route of the gateway, by its name. Immutable; whether there is such a route, calls will tell.
 */
public final class GatewayRoute {
  private final Transport transport;
  private final String name;

  GatewayRoute(Transport transport, String name) {
    this.transport = transport;
    this.name = name;
  }

  /**
   * Configures mirroring on the route: {@code POST /routes/:routeName/mirror}. A route that is
   * mirrored already gets the new configuration.
   *
   * @return the plugin that mirrors, as the gateway tells it; what it does not tell is as asked for
   * @throws GatewayException.NotFound if there is no such route
   * @throws GatewayException if the gateway does not confirm it
   */
  public PluginConfig mirror(MirrorConfig config) {
    return Waiting.on(mirrorAsync(config));
  }

  /** {@link #mirror} as a future. */
  public CompletableFuture<PluginConfig> mirrorAsync(MirrorConfig config) {
    PluginConfig asked = PluginConfig.mirror(config).onRoute(name);
    return transport.send(
        "POST", path("/mirror"), config.toMap(), answer -> PluginConfig.from(answer, asked));
  }

  /**
   * The route's mirror and its counters: {@code GET /routes/:routeName/mirror}, which the gateway
   * of this project has beyond the published API.
   *
   * @throws GatewayException.NotFound if no mirror was ever configured on such a route
   * @throws GatewayException if the gateway does not answer with it
   */
  public MirrorStatus mirrorStatus() {
    return Waiting.on(mirrorStatusAsync());
  }

  /** {@link #mirrorStatus} as a future. */
  public CompletableFuture<MirrorStatus> mirrorStatusAsync() {
    return transport.send("GET", path("/mirror"), null, answer -> MirrorStatus.from(answer, name));
  }

  /**
   * How the mirror's answers differ, as JSON: {@code GET /routes/:routeName/mirror/report}, which
   * the gateway of this project has beyond the published API.
   *
   * @throws GatewayException.NotFound if there is no report
   * @throws GatewayException if the gateway does not answer with it
   */
  public String mirrorReport() {
    return Waiting.on(mirrorReportAsync());
  }

  /** {@link #mirrorReport} as a future. */
  public CompletableFuture<String> mirrorReportAsync() {
    return transport.send(
        "GET", path("/mirror/report"), null, answer -> Json.required(answer).toString());
  }

  /**
   * Removes the route: {@code DELETE /routes/:routeName}.
   *
   * @throws GatewayException.NotFound if there is no such route
   * @throws GatewayException if the gateway does not confirm it
   */
  public void delete() {
    Waiting.on(deleteAsync());
  }

  /** {@link #delete} as a future. */
  public CompletableFuture<@Nullable Void> deleteAsync() {
    return transport.delete(path(""));
  }

  private String path(String below) {
    return "/routes/" + name + below;
  }

  @Override
  public String toString() {
    return "GatewayRoute{" + name + "}";
  }
}
