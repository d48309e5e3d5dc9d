package ai.matih.mirror.test;

import java.io.IOException;
import java.net.ProtocolException;
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

  static RecordedRequest read(Http1Reader reader, int connection) throws IOException {
    String[] line = reader.line().split(" ", -1);
    if (line.length != 3 || !line[2].equals("HTTP/1.1") || line[1].isEmpty()) {
      throw new ProtocolException("not a request line: " + String.join(" ", line));
    }
    if (line[0].isEmpty() || !line[0].chars().allMatch(Http1Reader::isToken)) {
      throw new ProtocolException("not a method: " + line[0]);
    }
    List<Field> fields = reader.fields();
    String body = reader.exactly(length(fields));
    return new RecordedRequest(line[0], line[1], fields, body, reader.takeRaw(), connection);
  }

  private static int length(List<Field> fields) throws ProtocolException {
    List<String> lengths = Field.values(fields, "Content-Length");
    if (Field.values(fields, "Host").size() != 1
        || lengths.size() > 1
        || !Field.values(fields, "Transfer-Encoding").isEmpty()) {
      throw new ProtocolException("ambiguous head: " + fields);
    }
    return lengths.isEmpty() ? 0 : Http1Reader.number(lengths.get(0), 10);
  }
}
