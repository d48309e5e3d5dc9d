package ai.matih.mirror.gateway;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Does each change once: a repetition with the same idempotency key gets the first one's reply. The
 * last ones are remembered, in memory; changes are done one after the other. Thread-safe.
 */
final class Replies {
  private static final int REMEMBERED = 1_000;

  private record Done(ApiCall call, String endpoint, ApiReply reply) {}

  private final Map<String, Done> byKey =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Done> eldest) {
          return size() > REMEMBERED;
        }
      };

  synchronized ApiReply once(String endpoint, ApiCall call, Function<ApiCall, ApiReply> change) {
    String key = call.idempotencyKey();
    Done before = key == null ? null : byKey.get(key);
    if (before == null) {
      ApiReply reply = change.apply(call);
      if (key != null) {
        byKey.put(key, new Done(call, endpoint, reply));
      }
      return reply;
    }
    if (!before.call.equals(call) || !before.endpoint.equals(endpoint)) {
      throw new RefusedException(
          Problem.CONFLICT, "X-Idempotency-Key: used before, for another call");
    }
    return before.reply;
  }
}
