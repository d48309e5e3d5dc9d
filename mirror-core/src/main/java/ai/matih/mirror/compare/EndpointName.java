package ai.matih.mirror.compare;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Names endpoints: the method, and a template of the path. Where nobody says what that is, it is
 * the path with {@code *} for each segment that looks like an id. Thread-safe.
 */
final class EndpointName {
  private static final int LONGEST_METHOD = 20;
  private static final int LONGEST = 200;

  private final @Nullable UnaryOperator<String> template;

  EndpointName(@Nullable UnaryOperator<String> template) {
    this.template = template;
  }

  /** The name of a request's endpoint; a query does not matter. */
  String of(String method, String path) {
    int query = path.indexOf('?');
    String bare = query < 0 ? path : path.substring(0, query);
    return Shown.text(method, LONGEST_METHOD) + " " + Shown.text(template(bare), LONGEST);
  }

  private String template(String path) {
    if (template == null) {
      return collapsed(path);
    }
    try {
      String told = template.apply(path);
      return told == null ? collapsed(path) : told;
    } catch (RuntimeException | StackOverflowError e) {
      // It is the user's own code, which has nothing to say about this path, then.
      return collapsed(path);
    }
  }

  private static String collapsed(String path) {
    StringBuilder collapsed = new StringBuilder(path.length());
    int start = 0;
    while (start <= path.length() && collapsed.length() <= LONGEST) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      collapsed.append(collapsed(path, start, end));
      if (slash >= 0) {
        collapsed.append('/');
      }
      start = end + 1;
    }
    return collapsed.toString();
  }

  /** One segment, without parameters like a session's id. */
  private static String collapsed(String path, int start, int end) {
    int parameters = path.indexOf(';', start);
    String segment = path.substring(start, parameters < 0 ? end : Math.min(parameters, end));
    return Ids.looksLikeOne(segment) ? "*" : segment;
  }
}
