package ai.matih.mirror.gateway;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which requests the gateway passes on at all. What two servers could understand differently stays
 * here; Netty's decoder has refused the rest, such as a length beside chunks.
 */
final class Admission {
  private static final Decision.Refusal CONNECT =
      new Decision.Refusal(Problem.NOT_SUPPORTED, "CONNECT is not supported");
  private static final Decision.Refusal UPGRADE =
      new Decision.Refusal(Problem.NOT_SUPPORTED, "connection upgrades are not supported");
  private static final Decision.Refusal HOST =
      new Decision.Refusal(Problem.BAD_REQUEST, "Host: exactly one is expected");
  private static final Decision.Refusal CODING =
      new Decision.Refusal(Problem.BAD_REQUEST, "Transfer-Encoding: only chunked is expected");
  private static final Decision.Refusal TARGET =
      new Decision.Refusal(
          Problem.BAD_REQUEST, "request target: a path, an http URL, or * for OPTIONS is expected");

  private Admission() {}

  static Decision.@Nullable Refusal refusal(
      HttpVersion version, HttpMethod method, String target, HttpHeaders fields) {
    if (method.equals(HttpMethod.CONNECT)) {
      return CONNECT;
    }
    if (isUpgrade(fields)) {
      return UPGRADE;
    }
    int hosts = fields.getAll(HttpHeaderNames.HOST).size();
    if (hosts > 1 || (hosts == 0 && version.equals(HttpVersion.HTTP_1_1))) {
      return HOST;
    }
    List<String> codings = fields.getAll(HttpHeaderNames.TRANSFER_ENCODING);
    if (codings.size() > 1
        || (codings.size() == 1 && !codings.get(0).strip().equalsIgnoreCase("chunked"))) {
      return CODING;
    }
    return isTarget(method, target) ? null : TARGET;
  }

  /**
   * An upgrade to h2c is a mere offer, which Java's own client makes with its first request: the
   * answer in HTTP/1.1 declines it (RFC 9110, section 7.8).
   */
  private static boolean isUpgrade(HttpHeaders fields) {
    return fields.contains(HttpHeaderNames.UPGRADE)
        && fields.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderNames.UPGRADE, true)
        && !fields.getAll(HttpHeaderNames.UPGRADE).equals(List.of("h2c"));
  }

  private static boolean isTarget(HttpMethod method, String target) {
    String lower = target.length() > 8 ? target.substring(0, 8) : target;
    lower = lower.toLowerCase(Locale.ROOT);
    boolean form =
        target.startsWith("/")
            || lower.startsWith("http://")
            || lower.startsWith("https://")
            || (target.equals("*") && method.equals(HttpMethod.OPTIONS));
    return form && target.indexOf('#') < 0 && UpstreamHead.wire(target) != null;
  }
}
