package ai.matih.mirror.client;

import ai.matih.mirror.MirrorConfig;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A plugin of the gateway, as its API publishes it. Immutable. With neither service nor route it
 * works on all traffic.
 *
 * @param id what the gateway knows it by; null before it is enabled, or if the gateway did not tell
 * @param pluginName the kind of plugin, {@link #TRAFFIC_MIRROR} for a mirror
 * @param serviceName the service on whose traffic it works, or null
 * @param routeName the route on whose traffic it works, or null
 * @param enabled whether it works; default true
 * @param config its settings, copied; or null
 */
public record PluginConfig(
    @Nullable String id,
    String pluginName,
    @Nullable String serviceName,
    @Nullable String routeName,
    boolean enabled,
    @Nullable Map<String, Object> config) {

  /** The name of the plugin that mirrors. */
  public static final String TRAFFIC_MIRROR = "traffic-mirror";

  /** The settings are copied. */
  public PluginConfig {
    config = config == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(config));
  }

  /** A mirror of all traffic, to be narrowed with {@link #onService} or {@link #onRoute}. */
  public static PluginConfig mirror(MirrorConfig config) {
    return new PluginConfig(null, TRAFFIC_MIRROR, null, null, true, config.toMap());
  }

  /** This plugin, for the traffic of one service. */
  public PluginConfig onService(String service) {
    return new PluginConfig(id, pluginName, service, null, enabled, config);
  }

  /** This plugin, for the traffic of one route. */
  public PluginConfig onRoute(String route) {
    return new PluginConfig(id, pluginName, null, route, enabled, config);
  }

  /** This plugin, at work or at rest. */
  public PluginConfig withEnabled(boolean enabled) {
    return new PluginConfig(id, pluginName, serviceName, routeName, enabled, config);
  }

  /**
   * The settings of a mirror; others than the five published ones are left out.
   *
   * @throws IllegalArgumentException naming the setting that is missing or not valid
   */
  public MirrorConfig mirrorConfig() {
    return MirrorSettings.from(config == null ? Map.of() : config);
  }

  /** What the gateway is asked to enable: without an id, which is the gateway's to give. */
  Map<String, Object> toRequest() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("pluginName", Names.checked("pluginName", pluginName));
    if (serviceName != null) {
      body.put("serviceName", Names.checked("serviceName", serviceName));
    }
    if (routeName != null) {
      body.put("routeName", Names.checked("routeName", routeName));
    }
    body.put("enabled", enabled);
    if (config != null) {
      body.put("config", config);
    }
    return body;
  }

  static PluginConfig from(JsonNode answer, PluginConfig asked) {
    JsonNode config = answer.path("config");
    return new PluginConfig(
        Json.text(answer, "id", asked.id),
        answer.path("pluginName").stringValue(asked.pluginName),
        Json.text(answer, "serviceName", asked.serviceName),
        Json.text(answer, "routeName", asked.routeName),
        answer.path("enabled").booleanValue(asked.enabled),
        config.isObject() ? Json.map(config) : asked.config);
  }
}
