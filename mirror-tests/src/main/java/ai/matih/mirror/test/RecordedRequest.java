package ai.matih.mirror.test;

import java.util.List;

/**
 * A request as it reached a {@link Recorder}.
 *
 * @param method as on the wire
 * @param target as on the wire
 * @param fields the header fields in order
 * @param body as long as the Content-Length says
 * @param raw all its bytes
 * @param connection which of the recorder's connections it came over, from 1
 */
public record RecordedRequest(
    String method, String target, List<Field> fields, String body, String raw, int connection) {

  /** The values of the field, in order. */
  public List<String> values(String name) {
    return Field.values(fields, name);
  }
}
