package ai.matih.mirror.gateway;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the management API answers.
 *
 * @param status the status code
 * @param data what is wrapped in the platform's envelope, or null for no body
 */
record ApiReply(int status, @Nullable Object data) {
  static final ApiReply NO_CONTENT = new ApiReply(204, null);

  static ApiReply ok(Object data) {
    return new ApiReply(200, data);
  }

  static ApiReply created(Object data) {
    return new ApiReply(201, data);
  }

  /** The body, empty for none. */
  String json(String requestId, String timestamp) {
    if (data == null) {
      return "";
    }
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("timestamp", timestamp);
    metadata.put("requestId", requestId);
    metadata.put("version", "v1");
    Map<String, Object> envelope = new LinkedHashMap<>();
    envelope.put("success", true);
    envelope.put("data", data);
    envelope.put("metadata", metadata);
    return Json.write(envelope);
  }
}
