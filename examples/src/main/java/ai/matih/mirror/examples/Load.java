package ai.matih.mirror.examples;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients on keep-alive connections, each with one request at a time under way. Requests are due at
 * a steady rate well below what a small machine can take: latency at saturation says only that the
 * mirror needs a processor too.
 */
final class Load implements AutoCloseable {
  static final int CONNECTIONS = 16;
  static final int PER_SECOND = 500;

  private final List<Connection> connections = new ArrayList<>();
  private final ExecutorService clients = Executors.newFixedThreadPool(CONNECTIONS);

  Load(int port) throws IOException {
    for (int i = 0; i < CONNECTIONS; i++) {
      connections.add(new Connection(port));
    }
  }

  /** Makes the calls from one number to another, their ids prefixed, and returns the replies. */
  List<Reply> run(List<Call> calls, int from, int to, String prefix, Runnable onReply)
      throws IOException, InterruptedException {
    AtomicInteger next = new AtomicInteger(from);
    long start = System.nanoTime();
    AtomicReferenceArray<Reply> replies = new AtomicReferenceArray<>(to - from);
    List<Callable<Void>> work = new ArrayList<>();
    for (Connection connection : connections) {
      work.add(
          () -> {
            for (int i = next.getAndIncrement(); i < to; i = next.getAndIncrement()) {
              long dueAt = start + (i - from) * 1_000_000_000L / PER_SECOND;
              replies.set(i - from, send(connection, calls.get(i), prefix + i, dueAt));
              onReply.run();
            }
            return null;
          });
    }
    for (Future<Void> client : clients.invokeAll(work)) {
      try {
        client.get();
      } catch (ExecutionException e) {
        throw new IOException("the primary broke off: " + e.getCause(), e);
      }
    }
    List<Reply> inOrder = new ArrayList<>();
    for (int i = 0; i < replies.length(); i++) {
      inOrder.add(replies.get(i));
    }
    return inOrder;
  }

  private static Reply send(Connection connection, Call call, String id, long dueAt)
      throws IOException {
    List<Field> fields = new ArrayList<>();
    fields.add(new Field(Seen.ID, id));
    fields.addAll(call.fields());
    for (long early = dueAt - System.nanoTime(); early > 0; early = dueAt - System.nanoTime()) {
      LockSupport.parkNanos(early);
    }
    return connection.send(
        call.method(), call.target(), fields, call.body(), call.chunked(), dueAt);
  }

  @Override
  public void close() throws IOException {
    clients.shutdownNow();
    for (Connection connection : connections) {
      connection.close();
    }
  }
}
