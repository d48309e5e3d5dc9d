package ai.matih.mirror.gateway;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A service that is a socket: what it gets is kept as it came, what it says is scripted. */
final class RawService implements AutoCloseable {
  static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  /** What it does with one connection. */
  @FunctionalInterface
  interface Script {

    void play(RawService.Connection connection) throws IOException;
  }

  /** One connection of the gateway's. */
  record Connection(Socket socket) {

    /** The bytes of the next head. */
    String head() throws IOException {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
        int next = socket.getInputStream().read();
        if (next < 0) {
          throw new EOFException();
        }
        head.write(next);
      }
      return head.toString(StandardCharsets.ISO_8859_1);
    }

    void say(String bytes) throws IOException {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Reads until the other side ends the connection, in whatever way. */
    void awaitEnd() {
      try {
        socket.getInputStream().readAllBytes();
      } catch (IOException e) {
        // Reset.
      }
    }
  }

  private final ServerSocket server;
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();
  private volatile Script script = this::answerAll;

  private RawService(ServerSocket server) {
    this.server = server;
  }

  static RawService start() {
    try {
      RawService service =
          new RawService(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()));
      service.run(service::accept);
      return service;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers each head; there are no bodies. */
  private void answerAll(Connection connection) throws IOException {
    while (true) {
      heads.add(connection.head());
      connection.say(OK);
    }
  }

  int port() {
    return server.getLocalPort();
  }

  RawService plays(Script next) {
    script =
        connection -> {
          heads.add(connection.head());
          next.play(connection);
        };
    return this;
  }

  /** The head that came next. */
  String takeHead() throws InterruptedException {
    String head = heads.poll(10, TimeUnit.SECONDS);
    if (head == null) {
      throw new AssertionError("no request came");
    }
    return head;
  }

  int headsLeft() {
    return heads.size();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        run(() -> play(socket));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void play(Socket socket) {
    try (socket) {
      script.play(new Connection(socket));
    } catch (IOException e) {
      // The gateway has closed it.
    }
  }

  private void run(Runnable task) {
    Thread thread = new Thread(task, "service");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
