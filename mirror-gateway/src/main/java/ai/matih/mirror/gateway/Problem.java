package ai.matih.mirror.gateway;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the gateway itself answers with an error, in the platform's shape. */
enum Problem {
  /** A body or property that is not valid. */
  BAD_BODY(400, 1),
  /** A mirror target that may not be used. */
  TARGET_REFUSED(400, 2),
  /** A request that is ambiguous, or that cannot be passed on as it is. */
  BAD_REQUEST(400, 3),
  NO_TOKEN(401, 1),
  WRONG_ROLE(403, 1),
  /** No such call, or nothing of that name. */
  NOT_FOUND(404, 1),
  /** No route holds the request's path. */
  NO_ROUTE(404, 2),
  WRONG_METHOD(405, 1),
  /** It exists already, or something else needs it. */
  CONFLICT(409, 1),
  TOO_LARGE(413, 1),
  INTERNAL(500, 1),
  /** CONNECT or an upgrade. */
  NOT_SUPPORTED(501, 1),
  UPSTREAM_FAILED(502, 1),
  OVERLOADED(503, 1),
  UPSTREAM_TIMEOUT(504, 1);

  private final int status;
  private final int number;

  Problem(int status, int number) {
    this.status = status;
    this.number = number;
  }

  int status() {
    return status;
  }

  /** As {@code MATIH-GW-4001}: the status and a number of its own. */
  String code() {
    return "MATIH-GW-" + status + number;
  }

  /** The JSON that says so. */
  String json(String message) {
    Map<String, @Nullable Object> error = new LinkedHashMap<>();
    error.put("code", code());
    error.put("message", message);
    error.put("details", null);
    return Json.write(Map.of("error", error));
  }
}
