package ai.matih.mirror.gateway;

import ai.matih.mirror.TrafficMirror;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;

/** Where a request goes: to a service, or back with a refusal. */
sealed interface Decision {

  /**
   * To the route's service.
   *
   * @param upstream sends to the service
   * @param mirror the route's, or null as long as none was configured
   */
  record Forward(Route route, Service service, HttpClient upstream, @Nullable TrafficMirror mirror)
      implements Decision {}

  /** To nobody. */
  record Refusal(Problem problem, String message) implements Decision {}
}
