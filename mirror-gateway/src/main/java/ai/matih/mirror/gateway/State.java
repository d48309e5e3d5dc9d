package ai.matih.mirror.gateway;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All that the gateway is told to do: services, routes, plugins, by name or id. Immutable.
 *
 * @param services in the order in which they came
 * @param routes whose services exist
 * @param plugins may be for a route or service that is not there at the time
 */
record State(
    Map<String, Service> services, Map<String, Route> routes, Map<String, Plugin> plugins) {
  static final State EMPTY = new State(Map.of(), Map.of(), Map.of());

  State {
    services = copy(services);
    routes = copy(routes);
    plugins = copy(plugins);
    Set<String> paths = new HashSet<>();
    for (Route route : routes.values()) {
      for (String path : route.paths()) {
        if (!paths.add(path)) {
          throw Invalid.value("paths", path, "a path that no other route has");
        }
      }
    }
  }

  private static <V> Map<String, V> copy(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  private static <V> Map<String, V> with(Map<String, V> map, String key, V value) {
    Map<String, V> more = new LinkedHashMap<>(map);
    more.put(key, value);
    return more;
  }

  private static <V> Map<String, V> without(Map<String, V> map, Predicate<V> gone) {
    Map<String, V> fewer = new LinkedHashMap<>(map);
    fewer.values().removeIf(gone);
    return fewer;
  }

  State with(Service service) {
    return new State(with(services, service.name(), service), routes, plugins);
  }

  State with(Route route) {
    return new State(services, with(routes, route.name(), route), plugins);
  }

  State with(Plugin plugin) {
    return new State(services, routes, with(plugins, plugin.id(), plugin));
  }

  /** Without the service and its plugins; it has no routes. */
  State withoutService(String name) {
    return new State(
        without(services, service -> service.name().equals(name)),
        routes,
        without(plugins, plugin -> name.equals(plugin.serviceName())));
  }

  /** Without the route and its plugins. */
  State withoutRoute(String name) {
    return new State(
        services,
        without(routes, route -> route.name().equals(name)),
        without(plugins, plugin -> name.equals(plugin.routeName())));
  }

  State withoutPlugin(String id) {
    return new State(services, routes, without(plugins, plugin -> plugin.id().equals(id)));
  }

  /** The plugin with exactly this scope, or null. */
  @Nullable Plugin plugin(@Nullable String serviceName, @Nullable String routeName) {
    return plugins.values().stream()
        .filter(plugin -> Objects.equals(plugin.serviceName(), serviceName))
        .filter(plugin -> Objects.equals(plugin.routeName(), routeName))
        .findFirst()
        .orElse(null);
  }

  /** The plugin that governs a route: its own, else its service's, else the global one. */
  @Nullable Plugin governing(Route route) {
    Plugin own = plugin(null, route.name());
    Plugin shared = own != null ? own : plugin(route.service(), null);
    return shared != null ? shared : plugin(null, null);
  }

  List<Route> routesOf(String service) {
    return routes.values().stream().filter(route -> route.service().equals(service)).toList();
  }

  /** As JSON, without what another state has by the same name. */
  Map<String, Object> toMapBeside(State declared) {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put(
        "services", list(services.values(), s -> !declared.services.containsKey(s.name())));
    properties.put("routes", list(routes.values(), r -> !declared.routes.containsKey(r.name())));
    properties.put("plugins", plugins.values().stream().map(Plugin::toMap).toList());
    return properties;
  }

  private static <V> List<V> list(Collection<V> values, Predicate<V> wanted) {
    return values.stream().filter(wanted).toList();
  }

  /** This state and what {@link #toMapBeside} wrote; what this one has by the same name stays. */
  State and(Fields fields) {
    fields.only("services", "routes", "plugins");
    State all = this;
    for (Fields each : fields.objects("services")) {
      Service service = service(each.only("name", "url"));
      all = all.services.containsKey(service.name()) ? all : all.with(service);
    }
    for (Fields each : fields.objects("routes")) {
      Route route = route(each.only("name", "service", "paths"), each.text("service", "a name"));
      if (!all.services.containsKey(route.service())) {
        throw Invalid.value("service", route.service(), "the name of a service");
      }
      all = all.routes.containsKey(route.name()) ? all : all.with(route);
    }
    for (Fields each : fields.objects("plugins")) {
      all = all.with(Plugin.from(each));
    }
    return all;
  }

  static Service service(Fields fields) {
    return new Service(fields.text("name", "a name"), fields.text("url", "http://host:port"));
  }

  static Route route(Fields fields, String service) {
    return new Route(
        fields.text("name", "a name"), service, fields.texts("paths", "a list of paths"));
  }
}
