package ai.matih.mirror.examples;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Locale;

/**
 * A keep-alive connection of a client that sends exactly what it is told. Clients that one would
 * use elsewhere refuse or mend the targets that matter here. Not thread-safe.
 */
final class Connection implements Closeable {
  private static final int SILENCE_MILLIS = 30_000;
  private static final int CHUNK = 7_001;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  Connection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(SILENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  /**
   * Sends a request and reads its reply, which must have a Content-Length.
   *
   * @param dueAt when the request was to be sent, in the time of {@link System#nanoTime}
   */
  Reply send(
      String method, String target, List<Field> fields, byte[] body, boolean chunked, long dueAt)
      throws IOException {
    StringBuilder head = new StringBuilder(method + ' ' + target + " HTTP/1.1\r\n");
    head.append("Host: ").append("127.0.0.1:").append(socket.getPort()).append("\r\n");
    fields.forEach(field -> head.append(field).append("\r\n"));
    if (chunked) {
      head.append("Transfer-Encoding: chunked\r\n");
    } else if (body.length > 0) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    byte[] start = head.append("\r\n").toString().getBytes(ISO_8859_1);
    out.write(start);
    if (chunked) {
      writeChunks(body);
    } else {
      out.write(body);
    }
    return read(dueAt);
  }

  private void writeChunks(byte[] body) throws IOException {
    for (int start = 0; start < body.length; start += CHUNK) {
      int length = Math.min(CHUNK, body.length - start);
      out.write((Integer.toHexString(length) + "\r\n").getBytes(ISO_8859_1));
      out.write(body, start, length);
      out.write("\r\n".getBytes(ISO_8859_1));
    }
    out.write("0\r\n\r\n".getBytes(ISO_8859_1));
  }

  private Reply read(long dueAt) throws IOException {
    String status = line();
    int length = -1;
    for (String field = line(); !field.isEmpty(); field = line()) {
      if (field.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(field.substring("content-length:".length()).trim());
      }
    }
    if (length < 0) {
      throw new IOException("no Content-Length in the reply " + status);
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("reply cut short");
    }
    long nanos = System.nanoTime() - dueAt;
    return new Reply(status, Seen.digest(body), nanos);
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("connection closed instead of a reply");
      }
      line.append((char) c);
    }
    return line.toString().strip();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
