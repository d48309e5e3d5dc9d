package ai.matih.mirror.gateway;

import ai.matih.mirror.MirrorDispatcher;
import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.TrafficMirrorBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One mirror for each route that ever had a configuration, so that counters go on while it changes.
 * Used by one thread at a time.
 */
final class Mirrors implements AutoCloseable {
  private final MirrorDispatcher dispatcher = MirrorDispatcher.http(1);
  private final TargetPolicy targets;
  private final UnaryOperator<TrafficMirrorBuilder> settings;
  private final Map<String, TrafficMirror> byRoute = new HashMap<>();

  Mirrors(TargetPolicy targets, UnaryOperator<TrafficMirrorBuilder> settings) {
    this.targets = targets;
    this.settings = settings;
  }

  /** The route's mirror, doing what the plugin says; null if it never had one. */
  @Nullable TrafficMirror govern(Route route, @Nullable Plugin plugin) {
    TrafficMirror mirror = byRoute.get(route.name());
    if (plugin == null || !plugin.enabled()) {
      if (mirror != null) {
        mirror.disable();
      }
      return mirror;
    }
    if (mirror == null) {
      mirror =
          settings
              .apply(
                  TrafficMirror.builder(route.name())
                      .to(plugin.config())
                      .dispatcher(dispatcher)
                      .allowAddresses(targets::allows))
              .build();
      byRoute.put(route.name(), mirror);
    } else {
      mirror.update(plugin.config());
    }
    return mirror;
  }

  /** Closes the mirrors of routes that are gone; copies under way have a moment to end. */
  void keepOnly(Set<String> routes) {
    byRoute
        .entrySet()
        .removeIf(
            entry -> {
              boolean gone = !routes.contains(entry.getKey());
              if (gone) {
                Thread closing = new Thread(entry.getValue()::close, "gateway-close-mirror");
                closing.setDaemon(true);
                closing.start();
              }
              return gone;
            });
  }

  @Override
  public void close() {
    byRoute.values().forEach(TrafficMirror::close);
    dispatcher.close();
  }
}
