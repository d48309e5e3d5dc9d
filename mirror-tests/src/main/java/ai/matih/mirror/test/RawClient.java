package ai.matih.mirror.test;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A client that sends exactly what it is given, over one connection. Waits 20 seconds at most for
 * what it reads.
 */
public final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;
  private final Http1Reader reader;

  private RawClient(Socket socket) throws IOException {
    this.socket = socket;
    this.reader = new Http1Reader(socket.getInputStream());
  }

  /** Connects to the port on the loopback interface. */
  public static RawClient connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
    return new RawClient(socket);
  }

  /** Sends the bytes. */
  public RawClient send(String bytes) throws IOException {
    socket.getOutputStream().write(Latin1.bytes(bytes));
    return this;
  }

  /** Sends the request and reads its final reply. */
  public Reply exchange(WireRequest request) throws IOException {
    return send(request.wire()).reply(request.method());
  }

  /** Reads the next final reply. */
  public Reply reply(String method) throws IOException {
    Reply reply;
    do {
      reply = next(method);
    } while (reply.status() < 200);
    return reply;
  }

  /** Reads the next reply, be it an interim one. */
  public Reply next(String method) throws IOException {
    String statusLine = reader.line();
    if (!statusLine.matches("HTTP/1\\.[01] [1-9][0-9][0-9]( .*)?")) {
      throw new ProtocolException("not a status line: " + statusLine);
    }
    Reply head = new Reply(statusLine, reader.fields(), "");
    return new Reply(statusLine, head.fields(), body(method, head));
  }

  private String body(String method, Reply head) throws IOException {
    int status = head.status();
    if (method.equals("HEAD") || status < 200 || status == 204 || status == 304) {
      return "";
    }
    List<String> codings = head.values("Transfer-Encoding");
    List<String> lengths = head.values("Content-Length");
    if (codings.size() + lengths.size() > 1) {
      throw new ProtocolException("more than one framing: " + head);
    }
    if (!lengths.isEmpty()) {
      return reader.exactly(Http1Reader.number(lengths.get(0), 10));
    }
    if (codings.isEmpty()) {
      return reader.toEnd();
    }
    if (!codings.get(0).toLowerCase(Locale.ROOT).equals("chunked")) {
      throw new ProtocolException("framing: " + head);
    }
    return reader.chunks();
  }

  /** Waits until the text has come, at most 64 KiB from here, and leaves it to be read. */
  public void await(String text) throws IOException {
    reader.await(text);
  }

  /** Reads so many bytes, whatever they are. */
  public String read(int length) throws IOException {
    return reader.exactly(length);
  }

  /** Whether the server has closed the connection, or closes it now. */
  public boolean atEnd() throws IOException {
    return reader.atEnd();
  }

  /** Whether no byte and no end of the connection comes for so long. */
  public boolean isSilentFor(Duration time) throws IOException {
    socket.setSoTimeout((int) time.toMillis());
    try {
      reader.atEnd();
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    } finally {
      socket.setSoTimeout(PATIENCE_MILLIS);
    }
  }

  /** Sends no more; replies can still be read. */
  public void endSending() throws IOException {
    socket.shutdownOutput();
  }

  /** Resets the connection: the server learns that the client is gone. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
