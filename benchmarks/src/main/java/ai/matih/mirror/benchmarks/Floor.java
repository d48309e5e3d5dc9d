package ai.matih.mirror.benchmarks;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The least that a copy can cost on this machine: one Netty event loop, 16 connections, requests
 * that were built before, one at a time on each connection, and answers that are read and not
 * looked at. It checks, parses, counts, bounds and times nothing.
 *
 * <p>Command: {@code run <millis> <per second>} replies with how many were answered. Without a
 * rate, 0, an answer sends the next request. With one, another thread hands each request to the
 * loop when it is due, as a service's threads do; that thread's own time is told besides, in
 * microseconds, so that it can be left out.
 */
@SuppressWarnings("FutureReturnValueIgnored") // who is not answered is not counted
final class Floor {
  private static final int CONNECTIONS = 16;
  private static final int BODY = 256;

  private final EventLoop loop =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory()).next();
  private final ByteBuf request;

  // Used by the event loop.
  private final ArrayDeque<Channel> idle = new ArrayDeque<>();
  private long answered;
  private boolean again;

  private Floor(int port) throws InterruptedException {
    this.request =
        Unpooled.unreleasableBuffer(Unpooled.directBuffer().writeBytes(request()).asReadOnly());
    Bootstrap bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(new Discard());
    for (int i = 0; i < CONNECTIONS; i++) {
      idle.add(bootstrap.connect("127.0.0.1", port).sync().channel());
    }
  }

  private static byte[] request() {
    var numbered = new WireRequest(BODY).numbered(0);
    byte[] bytes = new byte[numbered.remaining()];
    numbered.get(bytes);
    return bytes;
  }

  /** Runs the floor against the target on the port that is the argument. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Floor floor = new Floor(Integer.parseInt(args[0]));
    Commands.serve(
        1,
        command -> {
          String[] words = command.split(" ", -1);
          return floor.run(Long.parseLong(words[1]), Integer.parseInt(words[2]));
        });
  }

  private String run(long millis, int perSecond) {
    onLoop(
        () -> {
          answered = 0;
          again = perSecond == 0;
          if (again) {
            while (!idle.isEmpty()) {
              send(idle.removeFirst());
            }
          }
        });
    long before = cpuOfThisThread();
    if (perSecond == 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    } else {
      pace(millis, perSecond);
    }
    long pacing = cpuOfThisThread() - before;
    onLoop(() -> again = false);
    // What is on its way may come.
    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    long[] count = new long[1];
    onLoop(() -> count[0] = answered);
    return count[0] + " " + TimeUnit.NANOSECONDS.toMicros(pacing);
  }

  private void pace(long millis, int perSecond) {
    long start = System.nanoTime();
    long count = millis * perSecond / 1000;
    for (long i = 0; i < count; i++) {
      long dueAt = start + i * 1_000_000_000 / perSecond;
      for (long early = dueAt - System.nanoTime(); early > 0; early = dueAt - System.nanoTime()) {
        LockSupport.parkNanos(early);
      }
      loop.execute(this::sendNext);
    }
  }

  private static long cpuOfThisThread() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private void sendNext() {
    Channel channel = idle.pollFirst();
    if (channel != null) {
      send(channel);
    }
  }

  private void send(Channel channel) {
    channel.writeAndFlush(request.duplicate(), channel.voidPromise());
  }

  private void onLoop(Runnable task) {
    CountDownLatch done = new CountDownLatch(1);
    loop.execute(
        () -> {
          task.run();
          done.countDown();
        });
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** An answer fits one read: the target's is shorter than the least buffer. */
  @Sharable
  private final class Discard extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
      answered++;
      if (again) {
        send(context.channel());
      } else {
        idle.addFirst(context.channel());
      }
    }
  }
}
