package ai.matih.mirror.test;

import java.util.List;

/**
 * One header field as it is on the wire.
 *
 * @param name in its own case
 * @param value without the white space around it
 */
public record Field(String name, String value) {

  /** Whether this is the field's name, in whatever case. */
  public boolean is(String name) {
    return this.name.equalsIgnoreCase(name);
  }

  static List<String> values(List<Field> fields, String name) {
    return fields.stream().filter(field -> field.is(name)).map(Field::value).toList();
  }

  static String lines(List<Field> fields) {
    StringBuilder lines = new StringBuilder();
    fields.forEach(
        field -> lines.append(field.name).append(": ").append(field.value).append("\r\n"));
    return lines.toString();
  }
}
