package ai.matih.mirror.client;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A route of the gateway. Immutable.
 *
 * @param name what the gateway knows it by
 * @param paths prefixes of the paths that it takes, copied
 * @param service the service that it leads to
 */
public record RouteConfig(String name, List<String> paths, String service) {

  /** The paths are copied. */
  public RouteConfig {
    paths = List.copyOf(paths);
  }

  static RouteConfig from(JsonNode answer, RouteConfig asked) {
    JsonNode paths = answer.path("paths");
    return new RouteConfig(
        answer.path("name").stringValue(asked.name),
        paths.isArray() ? Json.list(paths, path -> path.stringValue("")) : asked.paths,
        answer.path("service").stringValue(asked.service));
  }
}
