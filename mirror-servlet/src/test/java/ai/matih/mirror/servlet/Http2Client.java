package ai.matih.mirror.servlet;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A client that sends one request over HTTP/2 with prior knowledge (RFC 9113), its fields as
 * literals without indexing (RFC 7541, section 6.2.2), and tells the reply's body.
 */
final class Http2Client {
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int GOAWAY = 7;
  private static final int END_STREAM = 1;
  private static final int ACK = 1;
  private static final int END_HEADERS = 4;

  /** Their places in the static table (RFC 7541, appendix A), where Tomcat wants them from. */
  private static final List<String> PSEUDO =
      List.of("", ":authority", ":method", "", ":path", "", ":scheme");

  private Http2Client() {}

  /** The data frames end the stream; without any the headers do. */
  static String exchange(int port, List<Map.Entry<String, String>> fields, byte[]... data)
      throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      frame(out, SETTINGS, 0, 0, new byte[0]);
      ByteArrayOutputStream block = new ByteArrayOutputStream();
      fields.forEach(
          field -> {
            int name = PSEUDO.indexOf(field.getKey());
            block.write(Math.max(0, name));
            if (name < 0) {
              literal(block, field.getKey());
            }
            literal(block, field.getValue());
          });
      int endStream = data.length == 0 ? END_STREAM : 0;
      frame(out, HEADERS, END_HEADERS | endStream, 1, block.toByteArray());
      for (int i = 0; i < data.length; i++) {
        frame(out, DATA, i == data.length - 1 ? END_STREAM : 0, 1, data[i]);
      }
      socket.getOutputStream().write(out.toByteArray());
      return reply(socket);
    }
  }

  private static void literal(ByteArrayOutputStream block, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length > 126) {
      throw new IllegalArgumentException("longer than the test needs: " + text);
    }
    block.write(bytes.length);
    block.writeBytes(bytes);
  }

  private static void frame(
      ByteArrayOutputStream out, int type, int flags, int stream, byte[] payload) {
    out.write(payload.length >> 16);
    out.write(payload.length >> 8);
    out.write(payload.length);
    out.write(type);
    out.write(flags);
    out.writeBytes(new byte[] {0, 0, 0, (byte) stream});
    out.writeBytes(payload);
  }

  private static String reply(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
      int type = in.readUnsignedByte();
      int flags = in.readUnsignedByte();
      int stream = in.readInt();
      byte[] payload = in.readNBytes(length);
      if (type == SETTINGS && (flags & ACK) == 0) {
        ByteArrayOutputStream ack = new ByteArrayOutputStream();
        frame(ack, SETTINGS, ACK, 0, new byte[0]);
        socket.getOutputStream().write(ack.toByteArray());
      } else if (type == DATA) {
        body.writeBytes(payload);
      } else if (type == GOAWAY || (type == RST_STREAM && stream == 1)) {
        throw new EOFException("no reply: frame of type " + type);
      }
      if (stream == 1 && (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0) {
        return body.toString(StandardCharsets.ISO_8859_1);
      }
    }
  }
}
