package ai.matih.mirror.dispatch;

import io.netty.handler.codec.http.HttpResponse;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a connection may be idle: less than any common server allows, and a second less than the
 * target says, so that it is never closed while a copy is being written.
 */
final class KeepAlive {
  static final long DEFAULT_IDLE = TimeUnit.SECONDS.toNanos(3);
  private static final Pattern TIMEOUT = Pattern.compile("timeout\\s*=\\s*\"?(\\d{1,9})");

  private KeepAlive() {}

  static long idleNanos(HttpResponse head) {
    String hint = head.headers().get("keep-alive");
    if (hint != null) {
      Matcher timeout = TIMEOUT.matcher(hint);
      if (timeout.find()) {
        long seconds = Long.parseLong(timeout.group(1)) - 1;
        return Math.min(DEFAULT_IDLE, TimeUnit.SECONDS.toNanos(seconds));
      }
    }
    return DEFAULT_IDLE;
  }
}
