package ai.matih.mirror.client;

import ai.matih.mirror.MirrorConfig;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A route's mirror as the gateway tells it, with its counters since the mirror was made. Immutable.
 *
 * @param route the mirrored route
 * @param pluginId the plugin that mirrors, or null if there is none any more
 * @param enabled whether it mirrors
 * @param config its settings
 * @param offered requests that were offered for copying
 * @param outcomes how many of them ended how, by the name of an {@link ai.matih.mirror.Outcome};
 *     names, because a gateway may know more of them than this client
 * @param inFlight exchanges begun and not over
 * @param heldBytes bytes of requests held for copies
 * @param circuitOpen whether copies are refused because the mirror failed too often
 */
public record MirrorStatus(
    String route,
    @Nullable String pluginId,
    boolean enabled,
    MirrorConfig config,
    long offered,
    Map<String, Long> outcomes,
    long inFlight,
    long heldBytes,
    boolean circuitOpen) {

  /** The outcomes are copied. */
  public MirrorStatus {
    outcomes = Collections.unmodifiableMap(new LinkedHashMap<>(outcomes));
  }

  static MirrorStatus from(JsonNode answer, String route) {
    JsonNode stats = answer.path("stats");
    Map<String, Long> outcomes = new LinkedHashMap<>();
    stats
        .path("outcomes")
        .properties()
        .forEach(outcome -> outcomes.put(outcome.getKey(), outcome.getValue().longValue(0)));
    return new MirrorStatus(
        answer.path("route").stringValue(route),
        Json.text(answer, "pluginId", null),
        answer.path("enabled").booleanValue(true),
        MirrorSettings.from(Json.map(answer.path("config"))),
        stats.path("offered").longValue(0),
        outcomes,
        stats.path("inFlight").longValue(0),
        stats.path("heldBytes").longValue(0),
        stats.path("circuitOpen").booleanValue(false));
  }
}
