package ai.matih.mirror.gateway;

import ai.matih.mirror.TrafficMirror;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where requests go. The one place that chooses a route: by the longest path that holds the
 * request's, on segment boundaries, on the raw bytes. Immutable.
 *
 * @param routes in any order
 */
record RouteTable(List<Decision.Forward> routes) {
  private static final Decision.Refusal NO_ROUTE =
      new Decision.Refusal(Problem.NO_ROUTE, "no route holds this path");

  RouteTable {
    routes = List.copyOf(routes);
  }

  /** Where a request with this head goes. */
  Decision decide(HttpVersion version, HttpMethod method, String target, HttpHeaders fields) {
    Decision.Refusal refusal = Admission.refusal(version, method, target, fields);
    if (refusal != null) {
      return refusal;
    }
    Decision best = NO_ROUTE;
    int longest = -1;
    for (Decision.Forward each : routes) {
      int match = each.route().match(target);
      if (match > longest) {
        longest = match;
        best = each;
      }
    }
    return best;
  }

  /** The mirror of the route that the request goes to, if it goes to one that has a mirror. */
  @Nullable TrafficMirror mirror(HttpRequest request) {
    Decision decision =
        decide(request.protocolVersion(), request.method(), request.uri(), request.headers());
    return decision instanceof Decision.Forward forward ? forward.mirror() : null;
  }
}
