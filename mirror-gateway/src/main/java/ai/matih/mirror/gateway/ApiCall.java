package ai.matih.mirror.gateway;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call of the management API.
 *
 * @param names the parts of the path where its pattern has names, in order
 * @param body the text of the body
 * @param idempotencyKey what makes a repetition of the call known, or null
 */
record ApiCall(List<String> names, String body, @Nullable String idempotencyKey) {

  String name() {
    return names.get(0);
  }

  Fields json() {
    return Json.read(body);
  }

  @Override
  public String toString() {
    return "ApiCall" + names;
  }
}
