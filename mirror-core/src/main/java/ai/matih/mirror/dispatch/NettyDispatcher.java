package ai.matih.mirror.dispatch;

import ai.matih.mirror.MirrorDispatcher;
import ai.matih.mirror.MirrorRequest;
import ai.matih.mirror.MirrorTarget;
import ai.matih.mirror.Outcome;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends copies over HTTP/1.1 on event loops of its own, one pool of connections per target. */
@SuppressWarnings("FutureReturnValueIgnored") // the end of the loops is awaited on the group
public final class NettyDispatcher implements MirrorDispatcher {
  private static final long CLOSE_MILLIS = 2_000;

  private final EventLoopGroup loops;
  private final Lookup.Threads lookups = new Lookup.Threads();
  private final ConcurrentMap<MirrorTarget, ConnectionPool> pools = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * @param threads how many event loops
   */
  public NettyDispatcher(int threads) {
    this.loops =
        new MultiThreadIoEventLoopGroup(
            threads, daemons("mirror-dispatcher"), NioIoHandler.newFactory());
  }

  /** Threads that keep neither the process alive nor the caller's class loader. */
  static ThreadFactory daemons(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new FastThreadLocalThread(task, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      thread.setContextClassLoader(NettyDispatcher.class.getClassLoader());
      return thread;
    };
  }

  @Override
  public void dispatch(MirrorRequest copy, Completion completion) {
    Transfer transfer = new Transfer(copy, completion);
    if (closed) {
      transfer.failed(Outcome.CLOSED, null);
      return;
    }
    ConnectionPool pool = pools.get(copy.mirror());
    if (pool == null) {
      pool = pools.computeIfAbsent(copy.mirror(), this::pool);
    }
    pool.offer(transfer);
  }

  private ConnectionPool pool(MirrorTarget target) {
    EventLoop loop = loops.next();
    return new ConnectionPool(target, loop, new Lookup(target.host(), loop, lookups), pools);
  }

  @Override
  public void close() {
    closed = true;
    pools.values().forEach(ConnectionPool::close);
    lookups.close();
    loops.shutdownGracefully(0, CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    for (EventExecutor loop : loops) {
      if (loop.inEventLoop()) {
        return;
      }
    }
    try {
      loops.awaitTermination(CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
