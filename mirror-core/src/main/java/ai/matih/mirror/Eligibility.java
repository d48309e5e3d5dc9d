package ai.matih.mirror;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which requests may be copied at all, before the sampler is asked.
 *
 * @param methods empty for all
 * @param pathPrefixes empty for all
 * @param predicate what the user asks besides
 * @param believeMarker whether a request's loop marker is to be believed
 */
record Eligibility(
    Set<String> methods,
    List<String> pathPrefixes,
    Predicate<RequestView> predicate,
    Predicate<RequestView> believeMarker) {

  boolean admits(RequestView request) {
    String method = request.method();
    return !method.equals("CONNECT")
        && (methods.isEmpty() || methods.contains(method))
        && (pathPrefixes.isEmpty() || hasPrefix(request.target()))
        && !isUpgrade(request)
        && !isMarked(request)
        && predicate.test(request);
  }

  private boolean hasPrefix(String target) {
    // By index: an iterator would be an allocation.
    for (int i = 0; i < pathPrefixes.size(); i++) {
      if (Targets.hasPrefix(target, pathPrefixes.get(i))) {
        return true;
      }
    }
    return false;
  }

  private boolean isMarked(RequestView request) {
    return request.header(HeadRules.MARKER) != null && believeMarker.test(request);
  }

  /** An Upgrade field counts only when Connection names it (RFC 9110, section 7.8). */
  private static boolean isUpgrade(RequestView request) {
    if (request.header("upgrade") == null) {
      return false;
    }
    String connection = request.header("connection");
    return connection != null && Tokens.contains(connection, "upgrade");
  }
}
