package ai.matih.mirror.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A mirror target that records every request, byte for byte, and answers 200 or what it is told.
 *
 * <p>It understands exactly what a copy may be. Anything else, such as two lengths, a chunked body,
 * a bare LF, a body that ends early or a request that comes before the last one's answer, is a
 * violation, and {@link #assertQuiet()} fails.
 */
public final class Recorder implements AutoCloseable {
  /** What it answers unless told otherwise. */
  public static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private static final long PATIENCE_SECONDS = 10;

  private final ServerSocket server;
  private final BlockingQueue<RecordedRequest> requests = new LinkedBlockingQueue<>();
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile Function<RecordedRequest, String> answers = request -> OK;

  private Recorder(ServerSocket server) {
    this.server = server;
  }

  /** Starts to listen on the loopback interface. */
  public static Recorder start() {
    try {
      Recorder recorder = new Recorder(new ServerSocket(0, 1024, InetAddress.getLoopbackAddress()));
      recorder.run("recorder", recorder::accept);
      return recorder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens. */
  public int port() {
    return server.getLocalPort();
  }

  /**
   * What it answers from now on: all bytes of a reply, or nothing to close the connection. The
   * function runs on a thread of the connection's and may wait.
   */
  public void answer(Function<RecordedRequest, String> answers) {
    this.answers = answers;
  }

  /** The next request that arrived, or arrives within 10 seconds. */
  public RecordedRequest take() {
    try {
      RecordedRequest request = requests.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (request == null) {
        throw new AssertionError("no request arrived; violations: " + violations);
      }
      return request;
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted while waiting for a request", e);
    }
  }

  /** The next request that has arrived, or null. */
  public @Nullable RecordedRequest poll() {
    return requests.poll();
  }

  /** How many connections it has had. */
  public int connections() {
    return connections.get();
  }

  /** Fails if a request is left that nobody took, or anything came that is no request. */
  public void assertQuiet() {
    assertThat(violations).as("protocol violations").isEmpty();
    assertThat(requests).as("requests that nobody expected").isEmpty();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        sockets.add(socket);
        int connection = connections.incrementAndGet();
        run("recorder-" + connection, () -> serve(socket, connection));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void serve(Socket socket, int connection) {
    try (socket) {
      Http1Reader reader = new Http1Reader(socket.getInputStream());
      while (!ended(reader)) {
        RecordedRequest request = read(reader, connection);
        if (request == null) {
          return;
        }
        requests.add(request);
        String answer = answers.apply(request);
        if (reader.hasMore()) {
          violations.add("bytes before the answer to: " + request);
        }
        if (answer.isEmpty()) {
          return;
        }
        socket.getOutputStream().write(Latin1.bytes(answer));
      }
    } catch (IOException e) {
      // The client is gone between two requests.
    }
  }

  private static boolean ended(Http1Reader reader) {
    try {
      return reader.atEnd();
    } catch (IOException e) {
      return true;
    }
  }

  private @Nullable RecordedRequest read(Http1Reader reader, int connection) {
    try {
      return RecordedRequest.read(reader, connection);
    } catch (IOException e) {
      violations.add(e + " in: " + reader.takeRaw());
      return null;
    }
  }

  private void run(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Stops listening, and closes every connection. */
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
