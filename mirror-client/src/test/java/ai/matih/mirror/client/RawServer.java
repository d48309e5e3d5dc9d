package ai.matih.mirror.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A server below HTTP: after each request head it plays a script, then waits for the client. */
final class RawServer implements AutoCloseable {

  /** What to do on a connection whose request head was read. */
  interface Script {
    void play(Socket connection, OutputStream out) throws IOException;
  }

  private final ServerSocket server;
  private final Script script;
  private final List<Socket> connections = new CopyOnWriteArrayList<>();
  private final AtomicInteger requests = new AtomicInteger();
  private final CompletableFuture<Void> hungUp = new CompletableFuture<>();

  RawServer(Script script) throws IOException {
    this.script = script;
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  /** A script that sends this and stays. */
  static Script says(String... texts) {
    return (connection, out) -> {
      for (String text : texts) {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      }
    };
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "raw server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = server.accept();
        connections.add(connection);
        start(() -> serve(connection));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      if (!readHead(connection.getInputStream())) {
        return;
      }
      requests.incrementAndGet();
      script.play(connection, connection.getOutputStream());
      connection.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // The client hung up, or the script did.
    }
    hungUp.complete(null);
  }

  private static boolean readHead(InputStream in) throws IOException {
    int last = 0;
    for (int b = in.read(); b >= 0; b = in.read()) {
      last = (last << 8) | b;
      if (last == 0x0d0a0d0a) {
        return true;
      }
    }
    return false;
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  GatewayClientBuilder client() {
    return GatewayClient.builder(address());
  }

  int requests() {
    return requests.get();
  }

  /** Waits until a connection is over; how long at most is the test's own time limit. */
  void awaitHungUp() throws Exception {
    hungUp.get();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }
}
