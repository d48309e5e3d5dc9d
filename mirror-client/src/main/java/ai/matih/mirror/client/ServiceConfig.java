package ai.matih.mirror.client;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A service of the gateway. Immutable.
 *
 * @param name what the gateway knows it by
 * @param url where it is
 * @param routes the routes that lead to it, copied
 */
public record ServiceConfig(String name, String url, List<RouteConfig> routes) {

  /** The routes are copied. */
  public ServiceConfig {
    routes = List.copyOf(routes);
  }

  static List<ServiceConfig> listFrom(JsonNode answer) {
    ServiceConfig unknown = new ServiceConfig("", "", List.of());
    return Json.list(answer, service -> from(service, unknown));
  }

  static ServiceConfig from(JsonNode answer, ServiceConfig asked) {
    RouteConfig route = new RouteConfig("", List.of(), answer.path("name").stringValue(asked.name));
    return new ServiceConfig(
        answer.path("name").stringValue(asked.name),
        answer.path("url").stringValue(asked.url),
        Json.list(answer.path("routes"), node -> RouteConfig.from(node, route)));
  }
}
