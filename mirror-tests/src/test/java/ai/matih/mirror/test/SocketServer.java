package ai.matih.mirror.test;

import ai.matih.mirror.Capture;
import ai.matih.mirror.TrafficMirror;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The smallest server that keeps the contract: one thread for a connection, on plain sockets. */
final class SocketServer {
  private final TestApp app;
  private final @Nullable TrafficMirror mirror;
  private final ServerSocket server;
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

  private SocketServer(TestApp app, @Nullable TrafficMirror mirror) throws IOException {
    this.app = app;
    this.mirror = mirror;
    this.server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
  }

  static TestServer start(TestApp app, @Nullable TrafficMirror mirror) throws IOException {
    SocketServer server = new SocketServer(app, mirror);
    daemon(server::accept);
    return TestServer.of(server.server.getLocalPort(), server::close);
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "socket-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        daemon(() -> serve(socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      socket.setTcpNoDelay(true);
      OutputStream out = socket.getOutputStream();
      boolean goesOn = true;
      while (goesOn) {
        goesOn = exchange(in, out);
      }
    } catch (IOException e) {
      // The client is gone.
    }
  }

  private boolean exchange(InputStream in, OutputStream out) throws IOException {
    String[] line = line(in).split(" ", 3);
    List<Field> fields = new ArrayList<>();
    for (String field = line(in); !field.isEmpty(); field = line(in)) {
      int colon = field.indexOf(':');
      fields.add(new Field(field.substring(0, colon), field.substring(colon + 1).strip()));
    }
    if (!Field.values(fields, "Expect").isEmpty()) {
      out.write(Latin1.bytes("HTTP/1.1 100 Continue\r\n\r\n"));
    }
    boolean chunked = !Field.values(fields, "Transfer-Encoding").isEmpty();
    List<String> lengths = Field.values(fields, "Content-Length");
    long length = chunked ? -1 : lengths.isEmpty() ? 0 : Long.parseLong(lengths.get(0));
    TrafficMirror active = mirror;
    Capture capture =
        active == null
            ? Capture.NONE
            : active.begin(new SimpleRequest(line[0], line[1], fields, length));
    TeedBody body = new TeedBody(in, length, capture);
    try {
      TestApp.Answer answer = answer(new TestApp.Call(line[0], line[1], fields, body));
      write(line[0], answer, out, capture);
      return body.isOver() && line[2].equals("HTTP/1.1");
    } finally {
      capture.end();
    }
  }

  private TestApp.Answer answer(TestApp.Call call) {
    try {
      return app.handle(call);
    } catch (Exception e) {
      return new TestApp.Answer(500, List.of(), List.of(Latin1.bytes("error")));
    }
  }

  private static void write(String method, TestApp.Answer answer, OutputStream out, Capture capture)
      throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + answer.status() + " Status\r\n");
    boolean chunked = answer.pieces().size() > 1;
    if (chunked) {
      head.append("Transfer-Encoding: chunked\r\n");
    } else if (answer.status() != 204
        && Field.values(answer.fields(), "Content-Length").isEmpty()) {
      int length = answer.pieces().stream().mapToInt(piece -> piece.length).sum();
      head.append("Content-Length: ").append(length).append("\r\n");
    }
    capture.awaitRelease();
    out.write(Latin1.bytes(head + Field.lines(answer.fields()) + "\r\n"));
    capture.response(
        answer.status(),
        name -> Field.values(answer.fields(), name).stream().findFirst().orElse(null));
    if (method.equals("HEAD")) {
      return;
    }
    for (byte[] piece : answer.pieces()) {
      if (chunked) {
        out.write(Latin1.bytes(Integer.toHexString(piece.length) + "\r\n"));
      }
      out.write(piece);
      if (chunked) {
        out.write(Latin1.bytes("\r\n"));
      }
      capture.responseBody(piece, 0, piece.length);
    }
    if (chunked) {
      out.write(Latin1.bytes("0\r\n\r\n"));
    }
  }

  static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException();
      }
      line.append((char) c);
    }
    return line.substring(0, line.length() - 1);
  }
}
