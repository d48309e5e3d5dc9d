package ai.matih.mirror.test;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A server's reply.
 *
 * @param statusLine the first line
 * @param fields the header fields in order
 * @param body without its framing
 */
public record Reply(String statusLine, List<Field> fields, String body) {

  /** The status code. */
  public int status() {
    return Integer.parseInt(statusLine.substring(9, 12));
  }

  /** The values of the field, in order. */
  public List<String> values(String name) {
    return Field.values(fields, name);
  }

  /** All of the reply that does not change with the time, to be compared. */
  public String masked() {
    return statusLine
        + "\r\n"
        + fields.stream()
            .filter(field -> !field.is("Date"))
            .map(field -> field.name() + ": " + field.value() + "\r\n")
            .collect(Collectors.joining())
        + "\r\n"
        + body;
  }
}
