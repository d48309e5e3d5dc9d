package ai.matih.mirror.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Clients of one service on keep-alive connections, one request at a time on each. One thread
 * sends, another reads.
 *
 * <p>Open loop: each request has a time at which it is due, whether the ones before were answered
 * or not, and its latency counts from there. Closed loop: the next goes when an answer has come.
 */
final class Load implements AutoCloseable {

  /**
   * What came of it. Latencies are in nanoseconds, and none in a closed loop.
   *
   * @param offered how many were due; those that a slow service kept from being sent in time are
   *     not among the answered, nor is their latency
   */
  record Result(long offered, long answered, long failed, Duration time, Histogram latencies) {}

  private static final int CONNECTIONS = 16;
  private static final long PATIENCE_SECONDS = 10;

  /** Numbers of requests, never used twice in one run of the harness. */
  private static final AtomicLong NUMBERS = new AtomicLong();

  private final Selector selector = Selector.open();
  private final BlockingQueue<Wire> idle = new ArrayBlockingQueue<>(CONNECTIONS);
  private final Thread reader = new Thread(this::read, "load-reader");
  private final Histogram latencies = new Histogram(TimeUnit.SECONDS.toNanos(60), 3);
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private volatile boolean closedLoop;
  private volatile boolean measured;
  private volatile boolean over;
  private volatile @Nullable Throwable broken;

  Load(int port, int bodyLength) throws IOException {
    for (int i = 0; i < CONNECTIONS; i++) {
      idle.add(new Wire(port, bodyLength));
    }
    reader.setDaemon(true);
    reader.start();
  }

  /** Sends so many requests per second for this time, and no more when it is over. */
  Result openLoop(int perSecond, Duration time) throws IOException, InterruptedException {
    begin(false);
    long start = System.nanoTime();
    long count = time.toMillis() * perSecond / 1000;
    long stopAt = start + time.toNanos();
    for (long i = 0; i < count && System.nanoTime() - stopAt < 0; i++) {
      long dueAt = start + i * 1_000_000_000 / perSecond;
      for (long early = dueAt - System.nanoTime(); early > 0; early = dueAt - System.nanoTime()) {
        LockSupport.parkNanos(early);
      }
      take().send(dueAt);
    }
    return end(start, count);
  }

  /** Keeps every connection busy for this time. */
  Result closedLoop(Duration time) throws IOException, InterruptedException {
    begin(true);
    long start = System.nanoTime();
    for (int i = 0; i < CONNECTIONS; i++) {
      take().send(start);
    }
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
    closedLoop = false;
    return end(start, 0);
  }

  private void begin(boolean closed) {
    latencies.reset();
    answered.set(0);
    failed.set(0);
    closedLoop = closed;
    measured = !closed;
  }

  private Wire take() throws IOException, InterruptedException {
    Wire wire = idle.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    Throwable cause = broken;
    if (wire == null || cause != null) {
      throw new IOException("the service does not answer", cause);
    }
    return wire;
  }

  private Result end(long start, long due) throws IOException, InterruptedException {
    Wire[] all = new Wire[CONNECTIONS];
    for (int i = 0; i < CONNECTIONS; i++) {
      all[i] = take();
    }
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    for (Wire wire : all) {
      idle.add(wire);
    }
    long offered = Math.max(due, answered.get() + failed.get());
    return new Result(offered, answered.get(), failed.get(), time, latencies.copy());
  }

  private void read() {
    try {
      while (!over) {
        selector.select();
        Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
        while (keys.hasNext()) {
          Wire wire = (Wire) keys.next().attachment();
          keys.remove();
          wire.read();
        }
      }
    } catch (Throwable error) {
      broken = error;
    }
  }

  @Override
  public void close() throws IOException {
    over = true;
    selector.wakeup();
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
  }

  private final class Wire {
    private final SocketChannel channel;
    private final WireRequest request;
    private final ByteBuffer in = ByteBuffer.allocate(16 * 1024);
    private volatile long sentAt;

    Wire(int port, int bodyLength) throws IOException {
      request = new WireRequest(bodyLength);
      channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** Synchronized: an answer may come, and the next request begin, before a write returns. */
    synchronized void send(long at) throws IOException {
      sentAt = at;
      ByteBuffer out = request.numbered(NUMBERS.getAndIncrement());
      while (out.hasRemaining()) {
        if (channel.write(out) == 0) {
          Thread.onSpinWait();
        }
      }
    }

    void read() throws IOException {
      if (channel.read(in) < 0) {
        throw new IOException("the service closed the connection");
      }
      int head = Responses.headLength(in.array(), in.position());
      if (head < 0 || in.position() < head + Responses.bodyLength(in.array(), head)) {
        return;
      }
      if (in.array()[9] == '2') {
        answered.lazySet(answered.get() + 1);
      } else {
        failed.lazySet(failed.get() + 1);
      }
      in.clear();
      if (measured) {
        latencies.recordValue(System.nanoTime() - sentAt);
      }
      if (closedLoop) {
        send(0);
      } else {
        idle.add(this);
      }
    }
  }

  /** As much of HTTP/1.1 as a client needs that knows the services: a status and a length. */
  private static final class Responses {
    private static final byte[] LENGTH = "\r\ncontent-length:".getBytes(US_ASCII);

    static int headLength(byte[] bytes, int count) {
      for (int i = 3; i < count; i++) {
        if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n') {
          return i + 1;
        }
      }
      return -1;
    }

    static int bodyLength(byte[] bytes, int head) {
      for (int i = 0; i < head - LENGTH.length; i++) {
        int same = 0;
        while (same < LENGTH.length && lower(bytes[i + same]) == LENGTH[same]) {
          same++;
        }
        if (same == LENGTH.length) {
          return number(bytes, i + same);
        }
      }
      return 0;
    }

    private static int number(byte[] bytes, int from) {
      int at = from;
      while (bytes[at] == ' ') {
        at++;
      }
      int number = 0;
      while (bytes[at] >= '0' && bytes[at] <= '9') {
        number = 10 * number + bytes[at++] - '0';
      }
      return number;
    }

    private static byte lower(byte c) {
      return c >= 'A' && c <= 'Z' ? (byte) (c + 32) : c;
    }
  }
}
