package ai.matih.mirror.gateway;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.regex.Pattern;

/**
 * A service behind the gateway: where its requests go. Immutable; one that exists is valid.
 *
 * @param name 1-128 letters, digits, dots, dashes, underscores
 * @param url {@code http://host:port} or {@code https://host:port}, without a path
 */
record Service(String name, String url) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,128}");
  private static final String URL_EXPECTED = "http://host:port or https://host:port, without path";

  Service {
    checkName("name", name);
    URI uri = uri(url);
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    boolean bare =
        uri.getRawUserInfo() == null
            && uri.getRawQuery() == null
            && uri.getRawFragment() == null
            && ("/".equals(uri.getRawPath()) || "".equals(uri.getRawPath()));
    if (!http || !bare || uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65_535) {
      throw Invalid.value("url", url, URL_EXPECTED);
    }
  }

  static void checkName(String property, String name) {
    if (!NAME.matcher(name).matches()) {
      throw Invalid.value(property, name, "1-128 letters, digits, dots, dashes, underscores");
    }
  }

  private static URI uri(String url) {
    try {
      return new URI(url);
    } catch (URISyntaxException e) {
      throw Invalid.value("url", url, URL_EXPECTED);
    }
  }

  boolean secure() {
    return uri(url).getScheme().equals("https");
  }

  /** Name or address, IPv6 without brackets. */
  String host() {
    String host = uri(url).getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  int port() {
    int port = uri(url).getPort();
    return port > 0 ? port : secure() ? 443 : 80;
  }

  /** The value of a Host field that names it. */
  String authority() {
    return uri(url).getRawAuthority();
  }
}
