package ai.matih.mirror.client;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is known of a call that has no result. */
record Failure(
    String call,
    int status,
    @Nullable String code,
    String reason,
    @Nullable String details,
    String requestId,
    @Nullable Duration retryAfter)
    implements Serializable {

  static final int NO_ANSWER = 0;

  String message() {
    return call
        + ": "
        + (status == NO_ANSWER ? "" : status + " ")
        + (code == null ? "" : code + " ")
        + reason
        + " [request "
        + requestId
        + "]";
  }

  GatewayException toException(@Nullable Throwable cause) {
    return switch (status) {
      case 401, 403, 407 -> new GatewayException.AccessDenied(this);
      case 404, 410 -> new GatewayException.NotFound(this);
      case 429 -> new GatewayException.RateLimited(this);
      case NO_ANSWER, 408, 502, 503, 504 -> new GatewayException.Unavailable(this, cause);
      default ->
          status / 100 == 4
              ? new GatewayException.InvalidRequest(this)
              : new GatewayException(this, cause);
    };
  }
}
