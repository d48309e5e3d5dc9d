package ai.matih.mirror.gateway;

import ai.matih.mirror.MirrorStats;
import ai.matih.mirror.TrafficMirror;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A route's mirror as the API shows it: what governs it, and its counters. */
final class MirrorView {

  private MirrorView() {}

  static Map<String, @Nullable Object> of(
      Route route, @Nullable Plugin plugin, TrafficMirror mirror) {
    Map<String, @Nullable Object> view = new LinkedHashMap<>();
    view.put("route", route.name());
    view.put("pluginId", plugin == null ? null : plugin.id());
    view.put("enabled", plugin != null && plugin.enabled());
    view.put("config", plugin == null ? mirror.config().toMap() : plugin.config().toMap());
    view.put("stats", stats(mirror.stats()));
    return view;
  }

  private static Map<String, Object> stats(MirrorStats stats) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("offered", stats.offered());
    view.put("outcomes", stats.outcomes());
    view.put("inFlight", stats.inFlight());
    view.put("heldBytes", stats.heldBytes());
    view.put("circuitOpen", stats.circuitOpen());
    return view;
  }
}
