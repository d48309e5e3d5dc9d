package ai.matih.mirror.client;

import java.net.http.HttpRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The token of one call (RFC 6750, section 2.1), which shows nowhere but in its header field. */
final class BearerToken {
  /** No token: adds nothing, hides nothing. */
  static final BearerToken NONE = new BearerToken("");

  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private final String value;

  private BearerToken(String value) {
    this.value = value;
  }

  static BearerToken of(@Nullable String value) {
    if (value == null || !TOKEN.matcher(value).matches()) {
      throw Invalid.value(
          "bearerToken",
          value == null ? null : "<not shown>",
          "letters, digits and -._~+/, then = if any; no line end, no \"Bearer\"");
    }
    return new BearerToken(value);
  }

  void addTo(HttpRequest.Builder request) {
    if (!value.isEmpty()) {
      request.header("Authorization", "Bearer " + value);
    }
  }

  /** The text as it may be shown, in case the other side repeats what it was sent. */
  String hiddenIn(String text) {
    return value.isEmpty() ? text : text.replace(value, "<token>");
  }

  /** The cause as it may be shown: none if it repeats the token. */
  @Nullable Throwable hiddenIn(Throwable cause) {
    for (Throwable link = cause; link != null; link = link.getCause()) {
      String text = String.valueOf(link.getMessage());
      if (!hiddenIn(text).equals(text)) {
        return null;
      }
    }
    return cause;
  }

  @Override
  public String toString() {
    return "<token>";
  }
}
