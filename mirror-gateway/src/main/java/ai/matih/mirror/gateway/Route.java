package ai.matih.mirror.gateway;

import java.util.List;

/**
 * Which requests go to a service: those whose raw path is one of these, or below it. Immutable; one
 * that exists is valid.
 *
 * @param name 1-128 letters, digits, dots, dashes, underscores
 * @param service the service's name
 * @param paths at least one, each beginning with a slash
 */
record Route(String name, String service, List<String> paths) {

  Route {
    Service.checkName("name", name);
    if (paths.isEmpty()) {
      throw Invalid.value("paths", paths, "at least one path");
    }
    for (String path : paths) {
      if (!path.matches("/[!-~&&[^?#]]*")) {
        throw Invalid.value("paths", path, "a path that begins with /, without query");
      }
    }
    paths = List.copyOf(paths);
  }

  /** How many characters of the longest of its paths hold this target; -1 if none does. */
  int match(String target) {
    int longest = -1;
    int start = pathStart(target);
    for (String path : paths) {
      if (path.length() > longest && holds(path, target, start)) {
        longest = path.length();
      }
    }
    return longest;
  }

  private static boolean holds(String path, String target, int start) {
    if (path.equals("/")) {
      // Also the path that an absolute form may leave out, and the asterisk form.
      return true;
    }
    if (!target.startsWith(path, start)) {
      return false;
    }
    int end = start + path.length();
    return path.endsWith("/")
        || end == target.length()
        || target.charAt(end) == '/'
        || target.charAt(end) == '?';
  }

  /** Where the path begins in a target that has the form of an absolute one or of a path. */
  private static int pathStart(String target) {
    if (target.startsWith("/")) {
      return 0;
    }
    int start = Math.max(0, target.indexOf("://") + 3);
    while (start < target.length() && target.charAt(start) != '/' && target.charAt(start) != '?') {
      start++;
    }
    return start;
  }
}
