package ai.matih.mirror.gateway;

import ai.matih.mirror.MirrorConfig;
import ai.matih.mirror.TrafficMirror;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The management API: what each call means. Thread-safe; calls may block. */
final class Api {
  private final Registry registry;
  private final TargetPolicy targets;
  private final Replies replies = new Replies();

  Api(Registry registry, TargetPolicy targets) {
    this.registry = registry;
    this.targets = targets;
  }

  Endpoints endpoints() {
    Endpoints calls = new Endpoints();
    calls.add("GET", "services", Role.READER, call -> services());
    calls.add("GET", "routes/*/mirror", Role.READER, call -> mirror(call.name()));
    calls.add("GET", "routes/*/mirror/report", Role.READER, call -> report(call.name()));
    change(calls, "DELETE", "routes/*/mirror/report", this::resetReport);
    change(calls, "POST", "services", this::addService);
    change(calls, "DELETE", "services/*", this::deleteService);
    change(calls, "POST", "services/*/routes", this::addRoute);
    change(calls, "DELETE", "routes/*", this::deleteRoute);
    change(calls, "POST", "routes/*/mirror", this::mirrorRoute);
    change(calls, "POST", "plugins", this::addPlugin);
    change(calls, "PATCH", "plugins/*", this::updatePlugin);
    change(calls, "DELETE", "plugins/*", this::deletePlugin);
    return calls;
  }

  private void change(
      Endpoints calls, String method, String pattern, Function<ApiCall, ApiReply> does) {
    String name = method + " " + pattern;
    calls.add(method, pattern, Role.ADMIN, call -> replies.once(name, call, does));
  }

  private ApiReply services() {
    State state = registry.state();
    return ApiReply.ok(
        state.services().values().stream().map(service -> view(state, service)).toList());
  }

  private static Map<String, Object> view(State state, Service service) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("name", service.name());
    view.put("url", service.url());
    view.put("routes", state.routesOf(service.name()));
    return view;
  }

  private ApiReply addService(ApiCall call) {
    Service service = State.service(call.json().only("name", "url"));
    registry.change(
        state -> {
          free(state.services().containsKey(service.name()), "service", service.name());
          return state.with(service);
        });
    return ApiReply.created(view(registry.state(), service));
  }

  private ApiReply deleteService(ApiCall call) {
    return delete(
        call.name(),
        state -> {
          found(state.services().get(call.name()), "service", call.name());
          if (!state.routesOf(call.name()).isEmpty()) {
            throw new RefusedException(
                Problem.CONFLICT, "service " + call.name() + " has routes; delete them first");
          }
          return state.withoutService(call.name());
        });
  }

  private ApiReply addRoute(ApiCall call) {
    Route route = State.route(call.json().only("name", "paths"), call.name());
    registry.change(
        state -> {
          found(state.services().get(call.name()), "service", call.name());
          free(state.routes().containsKey(route.name()), "route", route.name());
          return state.with(route);
        });
    return ApiReply.created(route);
  }

  private ApiReply deleteRoute(ApiCall call) {
    return delete(
        call.name(),
        state -> {
          found(state.routes().get(call.name()), "route", call.name());
          return state.withoutRoute(call.name());
        });
  }

  private ApiReply delete(String name, UnaryOperator<State> change) {
    if (registry.declares(name)) {
      throw new RefusedException(
          Problem.CONFLICT, name + " is in the configuration file; delete it there");
    }
    registry.change(change);
    return ApiReply.NO_CONTENT;
  }

  private ApiReply mirrorRoute(ApiCall call) {
    MirrorConfig config = MirrorConfig.fromMap(call.json().all());
    targets.check(config);
    registry.change(
        state -> {
          found(state.routes().get(call.name()), "route", call.name());
          Plugin before = state.plugin(null, call.name());
          return state.with(
              before == null
                  ? Plugin.create(null, call.name(), true, config)
                  : before.with(true, config));
        });
    return ApiReply.ok(
        found(registry.state().plugin(null, call.name()), "route", call.name()).toMap());
  }

  private ApiReply mirror(String name) {
    State state = registry.state();
    Route route = found(state.routes().get(name), "route", name);
    return ApiReply.ok(MirrorView.of(route, state.governing(route), routesMirror(name)));
  }

  private TrafficMirror routesMirror(String route) {
    return found(registry.mirror(route), "mirror of route", route);
  }

  private ApiReply report(String route) {
    return ApiReply.ok(routesMirror(route).report());
  }

  private ApiReply resetReport(ApiCall call) {
    routesMirror(call.name()).resetReport();
    return ApiReply.NO_CONTENT;
  }

  private ApiReply addPlugin(ApiCall call) {
    Plugin plugin =
        Plugin.from(
            call.json().only("pluginName", "serviceName", "routeName", "enabled", "config"));
    targets.check(plugin.config());
    registry.change(
        state -> {
          String service = plugin.serviceName();
          String route = plugin.routeName();
          if (service != null) {
            found(state.services().get(service), "service", service);
          }
          if (route != null) {
            found(state.routes().get(route), "route", route);
          }
          Plugin before = state.plugin(service, route);
          if (before != null) {
            throw new RefusedException(
                Problem.CONFLICT, "plugin " + before.id() + " has this scope already; PATCH it");
          }
          return state.with(plugin);
        });
    return ApiReply.created(plugin.toMap());
  }

  private ApiReply updatePlugin(ApiCall call) {
    Fields fields = call.json().only("enabled", "config");
    Plugin seen = found(registry.state().plugins().get(call.name()), "plugin", call.name());
    Plugin next = changed(seen, fields);
    targets.check(next.config());
    registry.change(
        state -> {
          Plugin now = found(state.plugins().get(call.name()), "plugin", call.name());
          if (!now.equals(seen)) {
            throw new RefusedException(
                Problem.CONFLICT, "plugin " + now.id() + " has changed meanwhile; try again");
          }
          return state.with(next);
        });
    return ApiReply.ok(next.toMap());
  }

  /** What the body does not name stays as it was. */
  private static Plugin changed(Plugin plugin, Fields fields) {
    Map<String, @Nullable Object> config = new LinkedHashMap<>(plugin.config().toMap());
    if (fields.has("config")) {
      config.putAll(fields.object("config"));
    }
    return plugin.with(fields.flag("enabled", plugin.enabled()), MirrorConfig.fromMap(config));
  }

  private ApiReply deletePlugin(ApiCall call) {
    registry.change(
        state -> {
          found(state.plugins().get(call.name()), "plugin", call.name());
          return state.withoutPlugin(call.name());
        });
    return ApiReply.NO_CONTENT;
  }

  private static <T> T found(@Nullable T thing, String kind, String name) {
    if (thing == null) {
      throw new RefusedException(Problem.NOT_FOUND, "no " + kind + " " + Invalid.printable(name));
    }
    return thing;
  }

  private static void free(boolean taken, String kind, String name) {
    if (taken) {
      throw new RefusedException(Problem.CONFLICT, kind + " " + name + " exists already");
    }
  }
}
