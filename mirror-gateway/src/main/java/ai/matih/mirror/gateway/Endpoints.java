package ai.matih.mirror.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The calls of an API by method and path. */
final class Endpoints {

  /**
   * One call.
   *
   * @param pattern segments of a path, {@code *} for a name
   */
  private record Endpoint(
      String method, List<String> pattern, Role role, Function<ApiCall, ApiReply> does) {

    @Nullable List<String> names(List<String> path) {
      if (path.size() != pattern.size()) {
        return null;
      }
      List<String> names = new ArrayList<>();
      for (int i = 0; i < path.size(); i++) {
        if (pattern.get(i).equals("*")) {
          names.add(path.get(i));
        } else if (!pattern.get(i).equals(path.get(i))) {
          return null;
        }
      }
      return names;
    }
  }

  /** A call that was found. */
  record Found(Role role, List<String> names, Function<ApiCall, ApiReply> does) {}

  private final List<Endpoint> all = new ArrayList<>();

  void add(String method, String pattern, Role role, Function<ApiCall, ApiReply> does) {
    all.add(new Endpoint(method, List.of(pattern.split("/")), role, does));
  }

  /**
   * The call of this method and path.
   *
   * @throws RefusedException if there is none
   */
  Found find(String method, String path) {
    List<String> segments = List.of(path.split("/", -1));
    boolean known = false;
    for (Endpoint endpoint : all) {
      List<String> names = endpoint.names(segments);
      if (names != null && endpoint.method.equals(method)) {
        return new Found(endpoint.role, names, endpoint.does);
      }
      known |= names != null;
    }
    throw known
        ? new RefusedException(Problem.WRONG_METHOD, "this path has no such method")
        : new RefusedException(Problem.NOT_FOUND, "no such path");
  }
}
