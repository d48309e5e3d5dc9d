package ai.matih.mirror.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ServerSocketFactory;

/**
 * A mirror target that does wrong what a target can do wrong: with every connection it plays the
 * {@link Fault} of the moment.
 */
public final class FaultServer implements AutoCloseable {
  private final ServerSocketFactory sockets;
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
  private final Queue<String> targets = new ConcurrentLinkedQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile Fault fault;
  private volatile ServerSocket server;

  private FaultServer(Fault fault, ServerSocketFactory sockets) throws IOException {
    this.fault = fault;
    this.sockets = sockets;
    this.server = listen(0);
  }

  /** Starts to listen on the loopback interface. */
  public static FaultServer start(Fault fault) throws IOException {
    return start(fault, ServerSocketFactory.getDefault());
  }

  /** The same with sockets of another kind. */
  public static FaultServer start(Fault fault, ServerSocketFactory sockets) throws IOException {
    return new FaultServer(fault, sockets);
  }

  /** Where it listens. */
  public int port() {
    return server.getLocalPort();
  }

  /** Plays this with every connection that comes from now on. */
  public void play(Fault fault) {
    this.fault = fault;
  }

  /** Closes every connection, and refuses others until {@link #restart()}. */
  public void stop() throws IOException {
    server.close();
    for (Socket socket = open.poll(); socket != null; socket = open.poll()) {
      socket.close();
    }
  }

  /** Listens again on the same port. */
  public void restart() throws IOException {
    server = listen(port());
  }

  /** The targets of all requests that came whole, in their order. */
  public List<String> targets() {
    return List.copyOf(targets);
  }

  /** How many connections were made to it. */
  public int connections() {
    return connections.get();
  }

  /** How many connections are open, by its own script. */
  public int openConnections() {
    return open.size();
  }

  @Override
  public void close() {
    try {
      stop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ServerSocket listen(int port) throws IOException {
    ServerSocket listening = sockets.createServerSocket();
    listening.setReuseAddress(true);
    listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
    daemon(() -> accept(listening));
    return listening;
  }

  private void accept(ServerSocket listening) {
    try {
      while (true) {
        Socket socket = listening.accept();
        open.add(socket);
        connections.incrementAndGet();
        Fault now = fault;
        daemon(() -> serve(socket, now));
      }
    } catch (IOException e) {
      // Stopped.
    }
  }

  private void serve(Socket socket, Fault now) {
    try (socket) {
      socket.setTcpNoDelay(true);
      now.play(new Connection(socket));
    } catch (IOException e) {
      // The client is gone: it will have had its reasons.
    } finally {
      open.remove(socket);
    }
  }

  private static void daemon(Runnable task) {
    Thread thread = new Thread(task, "fault-server");
    thread.setDaemon(true);
    thread.start();
  }

  /** What a script can do with one connection. Its end closes the connection. */
  final class Connection {
    private final Socket socket;
    private final Http1Reader reader;

    Connection(Socket socket) throws IOException {
      this.socket = socket;
      this.reader = new Http1Reader(socket.getInputStream());
    }

    /** Reads a request; false if there is none any more. */
    boolean request() throws IOException {
      if (reader.atEnd()) {
        return false;
      }
      targets.add(RecordedRequest.read(reader, 0).target());
      return true;
    }

    /** Reads a request and answers it with these bytes. */
    void answer(String bytes) throws IOException {
      if (request()) {
        send(bytes);
      }
    }

    /** Waits until a first byte has come. */
    void awaitByte() throws IOException {
      reader.atEnd();
    }

    void send(String bytes) throws IOException {
      socket.getOutputStream().write(Latin1.bytes(bytes));
    }

    /** Sends the bytes again and again until the client has had enough. */
    void sendForever(String bytes) throws IOException {
      byte[] piece = Latin1.bytes(bytes);
      while (true) {
        socket.getOutputStream().write(piece);
      }
    }

    /** Sends one byte and another until the client has had enough. */
    void drip() throws IOException {
      while (true) {
        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        send("x");
      }
    }

    void endSending() throws IOException {
      socket.shutdownOutput();
    }

    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    /** Waits, without reading, until the server stops. */
    void ignore() {
      while (!socket.isClosed()) {
        LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
      }
    }

    /** Reads what comes until the client closes the connection. */
    void awaitEnd() throws IOException {
      reader.toEnd();
    }
  }
}
