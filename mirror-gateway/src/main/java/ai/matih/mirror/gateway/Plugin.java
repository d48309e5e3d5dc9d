package ai.matih.mirror.gateway;

import ai.matih.mirror.MirrorConfig;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The plugin {@code traffic-mirror}, enabled on a route, on a service, or on all that the gateway
 * serves. Immutable.
 *
 * @param id generated
 * @param serviceName the service it is for, or null
 * @param routeName the route it is for, or null
 * @param enabled whether it mirrors
 * @param config where copies go, and how many
 */
record Plugin(
    String id,
    @Nullable String serviceName,
    @Nullable String routeName,
    boolean enabled,
    MirrorConfig config) {
  static final String NAME = "traffic-mirror";

  static Plugin create(
      @Nullable String serviceName,
      @Nullable String routeName,
      boolean enabled,
      MirrorConfig config) {
    return new Plugin(UUID.randomUUID().toString(), serviceName, routeName, enabled, config);
  }

  Plugin with(boolean enabled, MirrorConfig config) {
    return new Plugin(id, serviceName, routeName, enabled, config);
  }

  /** As JSON, in the API and in the state file. */
  Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> properties = new LinkedHashMap<>();
    properties.put("id", id);
    properties.put("pluginName", NAME);
    properties.put("serviceName", serviceName);
    properties.put("routeName", routeName);
    properties.put("enabled", enabled);
    properties.put("config", config.toMap());
    return properties;
  }

  /** The plugin that a body or the state file describes; without an id it gets a new one. */
  static Plugin from(Fields fields) {
    fields.only("id", "pluginName", "serviceName", "routeName", "enabled", "config");
    String name = fields.text("pluginName", NAME);
    if (!name.equals(NAME)) {
      throw Invalid.value("pluginName", name, NAME);
    }
    String service = fields.textOrNull("serviceName", "a service's name");
    String route = fields.textOrNull("routeName", "a route's name");
    if (service != null && route != null) {
      throw Invalid.value("serviceName", service, "none beside routeName");
    }
    Plugin made =
        create(
            service,
            route,
            fields.flag("enabled", true),
            MirrorConfig.fromMap(fields.object("config")));
    String id = fields.textOrNull("id", "text");
    return id == null ? made : new Plugin(id, service, route, made.enabled, made.config);
  }
}
