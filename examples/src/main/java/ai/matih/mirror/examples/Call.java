package ai.matih.mirror.examples;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request to be made, the same each time it is.
 *
 * @param key what the sampler will recognise it by, or null
 * @param fields header fields but for Host, framing and the demo's own id
 * @param body empty for none
 * @param chunked whether the body goes out in chunks, its length unsaid
 * @param parameters the query's and the form's, where the service reads these and not the body
 */
@SuppressWarnings("ArrayRecordComponent") // calls are not compared
record Call(
    String method,
    String target,
    @Nullable String key,
    List<Field> fields,
    byte[] body,
    boolean chunked,
    List<Field> parameters) {

  static Call get(String target) {
    return new Call("GET", target, null, List.of(), new byte[0], false, List.of());
  }

  static Call of(String method, String target, String contentType, byte[] body) {
    return new Call(
        method,
        target,
        null,
        List.of(new Field("Content-Type", contentType)),
        body,
        false,
        List.of());
  }

  Call with(Field field) {
    List<Field> more = new ArrayList<>(fields);
    more.add(field);
    return new Call(method, target, key, List.copyOf(more), body, chunked, parameters);
  }

  Call withKey(String key, Field field) {
    Call call = with(field);
    return new Call(method, target, key, call.fields, body, chunked, parameters);
  }

  Call inChunks() {
    return new Call(method, target, key, fields, body, true, parameters);
  }

  Call readAs(List<Field> parameters) {
    return new Call(method, target, key, fields, body, chunked, parameters);
  }

  /** Where it goes: method and a path that the service knows. */
  String endPoint() {
    return Shop.endPoint(method, target);
  }
}
