package ai.matih.mirror.benchmarks.micro;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import jakarta.servlet.http.HttpServletRequest;
import java.util.UUID;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.Request;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.http.MimeHeaders;

/**
 * A request of Tomcat's own, as it is after its head was read: bytes, of which Tomcat makes strings
 * when they are asked for. It is used again for the next request, as on a connection.
 */
final class TomcatRequest {
  private static final byte[] METHOD = bytes("GET");
  private static final byte[] PROTOCOL = bytes("HTTP/1.1");
  private static final String[] FIELDS = {
    "Host", "localhost",
    "User-Agent", "benchmark/1.0",
    "Accept", "application/json",
    "Accept-Encoding", "gzip, br",
    "Cookie", "session=0123456789abcdef",
    "X-Request-ID", new UUID(1, 2).toString()
  };

  private final byte[][] fields = new byte[FIELDS.length][];
  private final byte[] target = bytes("/orders/42");
  private final org.apache.coyote.Request wire = new org.apache.coyote.Request();
  private final Request request = new Request(new Connector(), wire);

  TomcatRequest() {
    for (int i = 0; i < FIELDS.length; i++) {
      fields[i] = bytes(FIELDS[i]);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }

  /** The next request on the connection. */
  HttpServletRequest next() {
    wire.recycle();
    wire.setMethod(METHOD, 0, METHOD.length);
    set(wire.protocol(), PROTOCOL);
    set(wire.requestURI(), target);
    MimeHeaders headers = wire.getMimeHeaders();
    for (int i = 0; i < fields.length; i += 2) {
      set(headers.addValue(fields[i], 0, fields[i].length), fields[i + 1]);
    }
    return request.getRequest();
  }

  private static void set(MessageBytes to, byte[] value) {
    to.setBytes(value, 0, value.length);
  }
}
