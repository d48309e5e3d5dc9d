package ai.matih.mirror.client;

import ai.matih.mirror.MirrorConfig;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A plugin of the gateway, by its id. Immutable; whether there is such a plugin, calls will tell.
 */
public final class GatewayPlugin {
  private final Transport transport;
  private final String id;

  GatewayPlugin(Transport transport, String id) {
    this.transport = transport;
    this.id = id;
  }

  /**
   * Gives a mirror another configuration: {@code PATCH /plugins/:pluginId}.
   *
   * @return the plugin as the gateway tells it. What it does not tell is as asked for, or at its
   *     published default
   * @throws GatewayException.NotFound if there is no such plugin
   * @throws GatewayException if the gateway does not confirm it
   */
  public PluginConfig update(MirrorConfig config) {
    return Waiting.on(updateAsync(config));
  }

  /** {@link #update(MirrorConfig)} as a future. */
  public CompletableFuture<PluginConfig> updateAsync(MirrorConfig config) {
    return patch(Map.of("config", config.toMap()), true, config.toMap());
  }

  /**
   * Lets the plugin work, with the configuration it has: {@code PATCH /plugins/:pluginId}. Returns
   * and throws what {@link #update} does.
   */
  public PluginConfig enable() {
    return Waiting.on(enableAsync());
  }

  /** {@link #enable} as a future. */
  public CompletableFuture<PluginConfig> enableAsync() {
    return enabled(true);
  }

  /**
   * Lets the plugin rest, with its configuration kept: {@code PATCH /plugins/:pluginId}. Returns
   * and throws what {@link #update} does.
   */
  public PluginConfig disable() {
    return Waiting.on(disableAsync());
  }

  /** {@link #disable} as a future. */
  public CompletableFuture<PluginConfig> disableAsync() {
    return enabled(false);
  }

  /**
   * Removes the plugin: {@code DELETE /plugins/:pluginId}. This is how mirroring ends.
   *
   * @throws GatewayException.NotFound if there is no such plugin
   * @throws GatewayException if the gateway does not confirm it
   */
  public void delete() {
    Waiting.on(deleteAsync());
  }

  /** {@link #delete} as a future. */
  public CompletableFuture<@Nullable Void> deleteAsync() {
    return transport.delete(path());
  }

  private CompletableFuture<PluginConfig> enabled(boolean enabled) {
    return patch(Map.of("enabled", enabled), enabled, null);
  }

  private CompletableFuture<PluginConfig> patch(
      Map<String, Object> changes, boolean enabled, @Nullable Map<String, Object> config) {
    PluginConfig asked =
        new PluginConfig(id, PluginConfig.TRAFFIC_MIRROR, null, null, enabled, config);
    return transport.send("PATCH", path(), changes, answer -> PluginConfig.from(answer, asked));
  }

  private String path() {
    return "/plugins/" + id;
  }

  @Override
  public String toString() {
    return "GatewayPlugin{" + id + "}";
  }
}
