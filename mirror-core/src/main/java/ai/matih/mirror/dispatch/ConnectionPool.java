package ai.matih.mirror.dispatch;

import ai.matih.mirror.MirrorTarget;
import ai.matih.mirror.ObservedResponse;
import ai.matih.mirror.Outcome;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The connections to one target and the copies on their way to it. But for {@link #offer} and
 * {@link #close} it is used on its event loop only.
 *
 * <p>A copy takes the connection that was idle for the shortest time, so that under less load the
 * others grow old and close. How many copies can be here is bounded by the permits of the mirrors.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a tick that is not run is one of a closed loop
final class ConnectionPool {
  private static final long TICK_MILLIS = 50;

  private final MirrorTarget target;
  private final EventLoop loop;
  private final Lookup lookup;
  private final ConcurrentMap<MirrorTarget, ConnectionPool> pools;

  private final HandOver handOver;

  // In the order of their deadlines, because a target has one timeout.
  private final TransferList underWay = new TransferList();
  private final ArrayDeque<Transfer> waiting = new ArrayDeque<>();
  private final Set<Connection> connections = new HashSet<>();
  private final ArrayDeque<Connection> idle = new ArrayDeque<>();
  private final RequestWriter writer = new RequestWriter();
  private int connecting;
  private boolean ticking;
  private boolean closed;

  ConnectionPool(
      MirrorTarget target,
      EventLoop loop,
      Lookup lookup,
      ConcurrentMap<MirrorTarget, ConnectionPool> pools) {
    this.target = target;
    this.loop = loop;
    this.lookup = lookup;
    this.pools = pools;
    this.handOver = new HandOver(loop, this::take);
  }

  /** Takes a copy over from any thread. */
  void offer(Transfer transfer) {
    try {
      handOver.offer(transfer);
    } catch (RejectedExecutionException e) {
      failHandedOver(Outcome.CLOSED, null);
    } catch (OutOfMemoryError e) {
      // No thread for the loop; the next copy tries again.
      failHandedOver(Outcome.INTERNAL_ERROR, e);
    }
  }

  /** Ends everything, from any thread. */
  void close() {
    try {
      loop.execute(this::closeNow);
    } catch (RejectedExecutionException e) {
      failHandedOver(Outcome.CLOSED, null);
    }
  }

  private void failHandedOver(Outcome outcome, @Nullable Throwable cause) {
    for (Transfer transfer = handOver.takeAll(); transfer != null; transfer = transfer.unlink()) {
      transfer.failed(outcome, cause);
    }
  }

  private void take(@Nullable Transfer handedOver) {
    for (Transfer transfer = handedOver; transfer != null; transfer = transfer.unlink()) {
      if (closed) {
        transfer.failed(Outcome.CLOSED, null);
      } else {
        underWay.add(transfer);
        waiting.add(transfer);
      }
    }
    pump();
  }

  /** Gives waiting copies to connections, and asks for as many connections as are missing. */
  private void pump() {
    while (!waiting.isEmpty()) {
      Connection connection = idle.pollFirst();
      if (connection == null) {
        break;
      }
      if (connection.isActive()) {
        start(connection, waiting.remove());
      } else {
        connection.close();
      }
    }
    while (!closed
        && connecting < waiting.size()
        && connections.size() + connecting < target.maxConnections()) {
      connecting++;
      new Attempt(this, target, loop, lookup).start();
    }
    if (!ticking && !closed && hasWork()) {
      ticking = true;
      loop.schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void start(Connection connection, Transfer transfer) {
    transfer.connection = connection;
    try {
      if (!connection.start(transfer)) {
        failed(transfer, Outcome.MALFORMED_REQUEST, null);
        idle.addFirst(connection);
      }
    } catch (Throwable error) {
      // Such as no more direct memory: the mirror stops first.
      failed(transfer, Outcome.INTERNAL_ERROR, error);
      connection.close();
    }
  }

  private boolean hasWork() {
    return !underWay.isEmpty() || !connections.isEmpty() || connecting > 0;
  }

  Connection connection() {
    return new Connection(this, writer);
  }

  /** A connection is ready for its first copy. */
  void connected(Connection connection) {
    connecting--;
    if (closed || !connection.isActive()) {
      connection.close();
      pump();
    } else {
      connections.add(connection);
      release(connection);
    }
  }

  /** No connection came of an attempt. */
  void connectFailed(Outcome outcome, Throwable cause) {
    connecting--;
    boolean hopeless = connections.isEmpty() && connecting == 0;
    do {
      Transfer transfer = waiting.peek();
      if (transfer != null) {
        failed(transfer, outcome, cause);
      }
    } while (hopeless && !waiting.isEmpty());
    pump();
  }

  /** A connection may carry another copy. */
  void release(Connection connection) {
    connection.idle();
    idle.addFirst(connection);
    pump();
  }

  /** A connection is no more. */
  void disconnected(Connection connection) {
    if (connections.remove(connection)) {
      idle.remove(connection);
      pump();
    }
  }

  void responded(Transfer transfer, ObservedResponse response) {
    if (underWay.remove(transfer)) {
      transfer.responded(response);
    }
  }

  void failed(Transfer transfer, Outcome outcome, @Nullable Throwable cause) {
    if (underWay.remove(transfer)) {
      if (transfer.connection == null) {
        waiting.remove(transfer);
      }
      transfer.failed(outcome, cause);
    }
  }

  private void tick() {
    ticking = false;
    long now = System.nanoTime();
    for (Transfer eldest = underWay.first();
        eldest != null && eldest.isOverdue(now);
        eldest = underWay.first()) {
      expire(eldest);
    }
    while (!idle.isEmpty() && idle.getLast().isStale(now)) {
      idle.removeLast().close();
    }
    pump();
    if (!hasWork() && handOver.isEmpty()) {
      // A copy that is being handed over right now finds the pool at work all the same.
      pools.remove(target, this);
    }
  }

  private void expire(Transfer transfer) {
    Connection connection = transfer.connection;
    if (connection == null) {
      failed(transfer, Outcome.EXPIRED, null);
    } else {
      failed(transfer, Outcome.TIMED_OUT, null);
      connection.close();
    }
  }

  private void closeNow() {
    closed = true;
    handOver.close();
    failHandedOver(Outcome.CLOSED, null);
    for (Transfer left = underWay.first(); left != null; left = underWay.first()) {
      failed(left, Outcome.CLOSED, null);
    }
    new ArrayList<>(connections).forEach(Connection::close);
  }
}
