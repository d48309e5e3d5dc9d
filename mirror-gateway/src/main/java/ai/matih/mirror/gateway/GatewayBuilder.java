package ai.matih.mirror.gateway;

import ai.matih.mirror.TrafficMirrorBuilder;
import ai.matih.mirror.compare.Comparison;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Describes a gateway. Each method checks its value at once and throws an {@link
 * IllegalArgumentException} that names setting, value and expectation. Not thread-safe.
 */
public final class GatewayBuilder {
  private static final Duration LONGEST = Duration.ofDays(1);

  String host = "0.0.0.0";
  int port = 8000;
  String managementHost = "127.0.0.1";
  int managementPort = 8080;
  State declared = State.EMPTY;
  Tokens tokens = Tokens.none();
  @Nullable Path stateFile;
  List<String> allowedTargets = List.of();
  Duration connectTimeout = Duration.ofSeconds(1);
  Duration responseTimeout = Duration.ofSeconds(60);
  int maxConnections = 500;
  Comparison comparison = Comparison.defaults();
  private UnaryOperator<TrafficMirrorBuilder> mirrorSettings = settings -> settings;

  GatewayBuilder() {}

  /** The address to listen on for clients. Default: {@code 0.0.0.0}, all of this machine's. */
  public GatewayBuilder host(String host) {
    this.host = checkAddress("host", host);
    return this;
  }

  /** The port for clients, or 0 for a free one. Default: 8000. */
  public GatewayBuilder port(int port) {
    this.port = Invalid.unlessWithin("port", port, 0, 65_535);
    return this;
  }

  /** The address to listen on for management. Default: {@code 127.0.0.1}, this machine only. */
  public GatewayBuilder managementHost(String host) {
    this.managementHost = checkAddress("managementHost", host);
    return this;
  }

  /** The port for management, or 0 for a free one. Default: 8080. */
  public GatewayBuilder managementPort(int port) {
    this.managementPort = Invalid.unlessWithin("managementPort", port, 0, 65_535);
    return this;
  }

  private static String checkAddress(String name, String host) {
    if (!host.matches("[A-Za-z0-9._:-]{1,253}")) {
      throw Invalid.value(name, host, "a host name or address");
    }
    return host;
  }

  /**
   * A service behind the gateway.
   *
   * @param url {@code http://host:port} or {@code https://host:port}, without a path
   */
  public GatewayBuilder service(String name, String url) {
    if (declared.services().containsKey(name)) {
      throw Invalid.value("service", name, "a name that no other service has");
    }
    declared = declared.with(new Service(name, url));
    return this;
  }

  /**
   * A route to a service that was named before.
   *
   * @param paths whose requests it takes: {@code /api} holds {@code /api/x} and not {@code /apis}.
   *     The service gets the whole path; of several routes the longest path counts
   */
  public GatewayBuilder route(String name, String service, String... paths) {
    if (!declared.services().containsKey(service)) {
      throw Invalid.value("service", service, "the name of a service");
    }
    if (declared.routes().containsKey(name)) {
      throw Invalid.value("route", name, "a name that no other route has");
    }
    declared = declared.with(new Route(name, service, List.of(paths)));
    return this;
  }

  /**
   * A bearer token for the management API, 16 or more characters of RFC 6750. Default: none, and
   * the gateway makes one at start: {@link Gateway#generatedToken()}.
   */
  public GatewayBuilder token(Role role, String token) {
    tokens = tokens.with(role, token);
    return this;
  }

  /** Where changes are kept over a restart. Default: nowhere. */
  public GatewayBuilder stateFile(Path file) {
    this.stateFile = file;
    return this;
  }

  /**
   * The hosts that may be mirror targets: names, {@code *.suffixes}, addresses, subnets. Default:
   * all. Addresses of the link and those of cloud metadata services never are.
   */
  public GatewayBuilder allowedTargets(String... hosts) {
    List<String> allowed = List.of(hosts);
    new TargetPolicy(allowed);
    this.allowedTargets = allowed;
    return this;
  }

  /** How long a connection to a service, or the wait for a free one, may take. Default: 1 s. */
  public GatewayBuilder connectTimeout(Duration timeout) {
    this.connectTimeout = checkPositive("connectTimeout", timeout);
    return this;
  }

  /** How long a service may be silent before and within its response. Default: 60 s. */
  public GatewayBuilder responseTimeout(Duration timeout) {
    this.responseTimeout = checkPositive("responseTimeout", timeout);
    return this;
  }

  private static Duration checkPositive(String name, Duration value) {
    if (value.compareTo(Duration.ofMillis(1)) < 0 || value.compareTo(LONGEST) > 0) {
      throw Invalid.value(name, value, "1 ms to 1 day");
    }
    return value;
  }

  /** The most connections to one service. Default: 500. */
  public GatewayBuilder maxConnections(int connections) {
    this.maxConnections = Invalid.unlessWithin("maxConnections", connections, 1, 65_535);
    return this;
  }

  /**
   * How the mirrors' answers are compared with the services'; the report is in the management API.
   * Default: without rules.
   */
  public GatewayBuilder comparison(Comparison comparison) {
    this.comparison = comparison;
    return this;
  }

  /** Tunes each route's mirror when it is made. Default: the library's defaults. */
  public GatewayBuilder mirrorSettings(UnaryOperator<TrafficMirrorBuilder> settings) {
    this.mirrorSettings = settings;
    return this;
  }

  /** The mirror of a route, tuned. */
  TrafficMirrorBuilder mirror(TrafficMirrorBuilder mirror) {
    return mirrorSettings.apply(mirror.compare(comparison));
  }

  /**
   * The state that the gateway would start with.
   *
   * @throws IOException if the state file cannot be read
   * @throws IllegalArgumentException if it is damaged
   */
  State startingState() throws IOException {
    return stateFile == null ? declared : new StateFile(stateFile).readBeside(declared);
  }

  /**
   * Starts the gateway.
   *
   * @throws IOException if it cannot listen, or the state file cannot be read
   * @throws IllegalArgumentException if the state file is damaged
   */
  public Gateway start() throws IOException {
    return new Gateway(this);
  }
}
