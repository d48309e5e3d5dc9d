package ai.matih.mirror.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The settings of a gateway as a JSON file. Other files that it names are relative to it. */
final class GatewayFile {

  private GatewayFile() {}

  /**
   * Reads the file.
   *
   * @throws IOException if it, or the file of tokens, cannot be read
   * @throws IllegalArgumentException naming the setting that is not good
   */
  static GatewayBuilder read(Path file) throws IOException {
    Fields settings =
        Json.read(Files.readString(file))
            .only(
                "host",
                "port",
                "managementHost",
                "managementPort",
                "services",
                "tokensFile",
                "stateFile",
                "allowedTargets",
                "comparison",
                "connectTimeoutMillis",
                "responseTimeoutMillis",
                "maxConnections");
    GatewayBuilder gateway = Gateway.builder();
    gateway
        .host(text(settings, "host", gateway.host))
        .port(settings.number("port", gateway.port, 0, 65_535))
        .managementHost(text(settings, "managementHost", gateway.managementHost))
        .managementPort(settings.number("managementPort", gateway.managementPort, 0, 65_535))
        .connectTimeout(millis(settings, "connectTimeoutMillis", gateway.connectTimeout))
        .responseTimeout(millis(settings, "responseTimeoutMillis", gateway.responseTimeout))
        .maxConnections(settings.number("maxConnections", gateway.maxConnections, 1, 65_535))
        .allowedTargets(settings.texts("allowedTargets", "a list of hosts").toArray(String[]::new));
    for (Fields service : settings.objects("services")) {
      addService(gateway, service.only("name", "url", "routes"));
    }
    if (settings.has("comparison")) {
      gateway.comparison(
          ComparisonRules.read(new Fields("comparison.", settings.object("comparison"))));
    }
    if (settings.has("stateFile")) {
      gateway.stateFile(file.resolveSibling(settings.text("stateFile", "a file")));
    }
    if (settings.has("tokensFile")) {
      Path tokens = file.resolveSibling(settings.text("tokensFile", "a file"));
      gateway.tokens = gateway.tokens.withAll(tokens.toString(), Files.readString(tokens));
    }
    return gateway;
  }

  private static void addService(GatewayBuilder gateway, Fields service) {
    String name = service.text("name", "a name");
    gateway.service(name, service.text("url", "http://host:port"));
    for (Fields route : service.objects("routes")) {
      gateway.route(
          route.only("name", "paths").text("name", "a name"),
          name,
          route.texts("paths", "a list of paths").toArray(String[]::new));
    }
  }

  private static String text(Fields settings, String name, String absent) {
    return settings.has(name) ? settings.text(name, "text") : absent;
  }

  private static Duration millis(Fields settings, String name, Duration absent) {
    return Duration.ofMillis(settings.number(name, (int) absent.toMillis(), 1, 86_400_000));
  }
}
