package ai.matih.mirror.client;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Addresses that are given by the caller. */
final class Addresses {
  private static final Pattern LOOPBACK =
      Pattern.compile("(?i)(.*\\.)?localhost\\.?|127(\\.\\d{1,3}){3}|\\[(0*:)+0*1]");

  private Addresses() {}

  static URI checked(String name, @Nullable URI address) {
    if (address == null || address.getRawUserInfo() != null) {
      // Not shown: it may hold a password.
      throw Invalid.value(
          name, address == null ? null : "<not shown>", "an address without credentials");
    }
    if (address.getHost() == null
        || !("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
        || address.getPort() == 0
        || address.getPort() > 65_535
        || address.getRawQuery() != null
        || address.getRawFragment() != null) {
      throw Invalid.value(name, address, "http or https, a host, no query, no fragment");
    }
    return address;
  }

  static List<String> checkedPaths(String... paths) {
    for (String path : paths) {
      if (!path.startsWith("/") || path.indexOf('?') >= 0 || path.indexOf('#') >= 0) {
        throw Invalid.value("paths", path, "a path that begins with /, without query");
      }
    }
    if (paths.length == 0) {
      throw Invalid.value("paths", "none", "at least one path that begins with /");
    }
    return List.of(paths);
  }

  /** Whether what is sent there in clear text travels over a network. */
  static boolean exposed(URI address) {
    return "http".equals(address.getScheme()) && !LOOPBACK.matcher(address.getHost()).matches();
  }
}
