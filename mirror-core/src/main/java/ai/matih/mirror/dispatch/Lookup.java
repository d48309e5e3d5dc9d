package ai.matih.mirror.dispatch;

import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Finds one target's addresses with the JVM's resolver, and so its cache, off the event loop
 * because that resolver blocks. At most one look-up runs at a time; who asks meanwhile gets its
 * answer.
 */
final class Lookup {

  /** Where look-ups block: no more threads than targets, and none for long. */
  static final class Threads {
    private final ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            1,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            NettyDispatcher.daemons("mirror-lookup"));

    void close() {
      executor.shutdownNow();
    }
  }

  private final String host;
  private final EventLoop loop;
  private final Threads threads;
  private final List<Attempt> asking = new ArrayList<>();

  Lookup(String host, EventLoop loop, Threads threads) {
    this.host = host;
    this.loop = loop;
    this.threads = threads;
  }

  void find(Attempt attempt) {
    InetAddress literal = literal(host);
    if (literal != null) {
      attempt.found(new InetAddress[] {literal});
      return;
    }
    asking.add(attempt);
    if (asking.size() == 1) {
      try {
        threads.executor.execute(this::resolve);
      } catch (RejectedExecutionException e) {
        answered(null, e);
      }
    }
  }

  private static @Nullable InetAddress literal(String host) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
    try {
      return bytes == null ? null : InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      return null;
    }
  }

  private void resolve() {
    InetAddress[] addresses = null;
    Throwable failure = null;
    try {
      addresses = InetAddress.getAllByName(host);
    } catch (UnknownHostException | RuntimeException e) {
      failure = e;
    }
    InetAddress[] found = addresses;
    Throwable cause = failure;
    try {
      loop.execute(() -> answered(found, cause));
    } catch (RejectedExecutionException e) {
      // Closed meanwhile: nobody asks any more.
    }
  }

  private void answered(InetAddress @Nullable [] addresses, @Nullable Throwable failure) {
    List<Attempt> attempts = new ArrayList<>(asking);
    asking.clear();
    for (Attempt attempt : attempts) {
      if (addresses != null) {
        attempt.found(addresses);
      } else {
        attempt.notFound(failure != null ? failure : new UnknownHostException(host));
      }
    }
  }
}
