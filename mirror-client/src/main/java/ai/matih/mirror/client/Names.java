package ai.matih.mirror.client;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names and ids, which become segments of a path as they are: so no dot segments, no escapes. */
final class Names {
  private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9._-]{1,128}");

  private Names() {}

  static String checked(String what, @Nullable String name) {
    if (name == null || !NAME.matcher(name).matches()) {
      throw Invalid.value(what, name, "1-128 letters, digits, dots, dashes, underscores");
    }
    return name;
  }
}
