package ai.matih.mirror;

import java.util.ArrayList;
import java.util.List;

/** Reads comma-separated values by the rules of RFC 4180, with LF or CRLF at a line's end. */
final class Csv {

  private Csv() {}

  static List<List<String>> records(String text) {
    List<List<String>> records = new ArrayList<>();
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c != '"') {
          field.append(c);
        } else if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
          field.append(text.charAt(++i));
        } else {
          quoted = false;
        }
      } else if (c == '"' && field.isEmpty()) {
        quoted = true;
      } else if (c == '"') {
        throw new IllegalArgumentException("a quote inside an unquoted field at " + i);
      } else if (c == ',' || c == '\n') {
        fields.add(field.toString());
        field.setLength(0);
        if (c == '\n') {
          records.add(List.copyOf(fields));
          fields.clear();
        }
      } else if (c != '\r') {
        field.append(c);
      }
    }
    if (quoted || !fields.isEmpty() || !field.isEmpty()) {
      throw new IllegalArgumentException("the last record does not end");
    }
    return records;
  }
}
