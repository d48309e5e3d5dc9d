package ai.matih.mirror.gateway;

import ai.matih.mirror.TrafficMirror;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway does by now. A change is checked, made durable and then in force at once, one
 * after the other; readers see the state before or after it.
 */
final class Registry {
  /** What the configuration file says, which no call of the API changes. */
  private final State declared;

  /** Where the rest is kept, or null to keep it only in memory. */
  private final @Nullable StateFile file;

  private final Upstreams upstreams;
  private final Mirrors mirrors;

  /** Both follow from one change, and are written under the lock. */
  private volatile State state;

  private volatile RouteTable table = new RouteTable(List.of());

  Registry(GatewayBuilder settings, Upstreams upstreams, Mirrors mirrors) throws IOException {
    this.declared = settings.declared;
    this.file = settings.stateFile == null ? null : new StateFile(settings.stateFile);
    this.upstreams = upstreams;
    this.mirrors = mirrors;
    this.state = settings.startingState();
    enforce(state);
  }

  State state() {
    return state;
  }

  RouteTable table() {
    return table;
  }

  /** The route's mirror, or null if it never had one. */
  @Nullable TrafficMirror mirror(String route) {
    return table.routes().stream()
        .filter(each -> each.route().name().equals(route))
        .findFirst()
        .map(Decision.Forward::mirror)
        .orElse(null);
  }

  /** Whether the configuration file names this route or service, so that it cannot be deleted. */
  boolean declares(String serviceOrRoute) {
    return declared.services().containsKey(serviceOrRoute)
        || declared.routes().containsKey(serviceOrRoute);
  }

  /**
   * Changes the state; when this returns, the change is durable and governs every new request.
   *
   * @throws UncheckedIOException if the state file cannot be written; then nothing has changed
   */
  synchronized void change(UnaryOperator<State> change) {
    State next = change.apply(state);
    if (file != null) {
      try {
        file.write(Json.writeLines(next.toMapBeside(declared)));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    enforce(next);
  }

  private void enforce(State next) {
    List<Decision.Forward> routes = new ArrayList<>();
    for (Route route : next.routes().values()) {
      Service service = next.services().get(route.service());
      if (service == null) {
        throw Invalid.value("service", route.service(), "the name of a service");
      }
      TrafficMirror mirror = mirrors.govern(route, next.governing(route));
      routes.add(new Decision.Forward(route, service, upstreams.client(service), mirror));
    }
    table = new RouteTable(routes);
    state = next;
    mirrors.keepOnly(next.routes().keySet());
  }
}
