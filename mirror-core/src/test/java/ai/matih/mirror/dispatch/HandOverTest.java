package ai.matih.mirror.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.MirrorConfig;
import ai.matih.mirror.MirrorDispatcher;
import ai.matih.mirror.MirrorRequest;
import ai.matih.mirror.ObservedResponse;
import ai.matih.mirror.Outcome;
import ai.matih.mirror.RequestView;
import ai.matih.mirror.TrafficMirror;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.nio.NioIoHandler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class HandOverTest {
  private static final MirrorRequest COPY = copy(false);

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final List<Transfer> taken = new ArrayList<>();
  private final HandOver handOver =
      new HandOver(channel.eventLoop(), first -> forEach(first, taken::add));

  HandOverTest() {
    channel.freezeTime();
  }

  private static void forEach(@Nullable Transfer first, Consumer<Transfer> action) {
    for (Transfer transfer = first; transfer != null; transfer = transfer.unlink()) {
      action.accept(transfer);
    }
  }

  private Transfer offer(MirrorRequest copy) {
    Transfer transfer = new Transfer(copy, new NobodyWaits());
    handOver.offer(transfer);
    return transfer;
  }

  private void pass(long micros) {
    channel.advanceTimeBy(micros, TimeUnit.MICROSECONDS);
    channel.runScheduledPendingTasks();
  }

  /** Two copies within a millisecond, after which the loop looks by itself. */
  private void makeItLook() {
    offer(COPY);
    channel.runPendingTasks();
    pass(500);
    offer(COPY);
    channel.runPendingTasks();
    assertThat(taken).hasSize(2);
    taken.clear();
  }

  @Test
  void copy_thatComesAlone_wakesTheLoop() {
    for (int i = 0; i < 3; i++) {
      Transfer transfer = offer(COPY);
      channel.runPendingTasks();
      assertThat(taken).containsExactly(transfer);
      taken.clear();
      pass(5_000);
    }
  }

  @Test
  void copies_thatComeOften_areFoundWithoutAWakeUp_inOrder() {
    makeItLook();
    Transfer first = offer(COPY);
    Transfer second = offer(COPY);
    channel.runPendingTasks();
    assertThat(taken).isEmpty();
    pass(1_000);
    assertThat(taken).containsExactly(first, second);
    Transfer third = offer(COPY);
    pass(1_000);
    assertThat(taken).containsExactly(first, second, third);
  }

  @Test
  void copy_afterALookThatFoundNothing_wakesTheLoop() {
    makeItLook();
    pass(1_000);
    Transfer transfer = offer(COPY);
    channel.runPendingTasks();
    assertThat(taken).containsExactly(transfer);
  }

  @Test
  void loop_thatFoundNothing_doesNotLookAgain() {
    makeItLook();
    pass(1_000);
    pass(1_000);
    assertThat(channel.runScheduledPendingTasks()).as("nothing scheduled").isEqualTo(-1);
  }

  @Test
  void copy_thatIsWaitedFor_wakesTheLoopThatLooks() {
    makeItLook();
    Transfer before = offer(COPY);
    Transfer awaited = offer(copy(true));
    channel.runPendingTasks();
    assertThat(taken).containsExactly(before, awaited);
  }

  @Test
  void copy_afterTheClose_wakesTheLoopThatLooked() {
    makeItLook();
    handOver.close();
    Transfer transfer = offer(COPY);
    channel.runPendingTasks();
    assertThat(taken).containsExactly(transfer);
    pass(1_000);
    assertThat(channel.runScheduledPendingTasks()).as("nothing scheduled").isEqualTo(-1);
  }

  /** Copies come one by one and in bursts, so that they meet a loop that wakes, looks and stops. */
  @RepeatedTest(5)
  void noCopyIsForgotten_orTakenTwice() throws InterruptedException {
    int threads = 3;
    int rounds = 300;
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    try {
      Map<Transfer, CountDownLatch> ends = new HashMap<>();
      List<Transfer> transfers = new ArrayList<>();
      for (int i = 0; i < threads * rounds; i++) {
        Transfer transfer = new Transfer(COPY, new NobodyWaits());
        transfers.add(transfer);
        ends.put(transfer, new CountDownLatch(1));
      }
      List<Transfer> takenOnTheLoop = Collections.synchronizedList(new ArrayList<>());
      HandOver live =
          new HandOver(
              loops.next(),
              first ->
                  forEach(
                      first,
                      transfer -> {
                        takenOnTheLoop.add(transfer);
                        end(ends, transfer).countDown();
                      }));
      List<Thread> offering = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        List<Transfer> mine = transfers.subList(i * rounds, (i + 1) * rounds);
        Thread thread = new Thread(() -> offer(live, mine, ends));
        offering.add(thread);
        thread.start();
      }
      for (Thread thread : offering) {
        thread.join();
      }
      for (Transfer transfer : transfers) {
        await(end(ends, transfer));
      }
      assertThat(takenOnTheLoop).hasSize(threads * rounds).doesNotHaveDuplicates();
    } finally {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
  }

  /** In bursts, and every other time one by one, so that the loop runs dry. */
  private static void offer(
      HandOver live, List<Transfer> transfers, Map<Transfer, CountDownLatch> ends) {
    for (int i = 0; i < transfers.size(); i++) {
      live.offer(transfers.get(i));
      if (i / 32 % 2 == 0) {
        await(end(ends, transfers.get(i)));
      }
    }
  }

  private static CountDownLatch end(Map<Transfer, CountDownLatch> ends, Transfer transfer) {
    return Objects.requireNonNull(ends.get(transfer));
  }

  private static void await(CountDownLatch latch) {
    try {
      if (!latch.await(10, TimeUnit.SECONDS)) {
        throw new AssertionError("a copy was not taken");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static final class NobodyWaits implements MirrorDispatcher.Completion {
    @Override
    public void responded(ObservedResponse response) {}

    @Override
    public void failed(Outcome outcome, @Nullable Throwable cause) {}
  }

  /** A copy as a mirror makes it. */
  private static MirrorRequest copy(boolean awaited) {
    List<MirrorRequest> copies = new ArrayList<>();
    MirrorDispatcher keeping =
        new MirrorDispatcher() {
          @Override
          public void dispatch(MirrorRequest copy, Completion completion) {
            copies.add(copy);
            completion.responded(ObservedResponse.NONE);
          }

          @Override
          public void close() {}
        };
    try (TrafficMirror mirror =
        TrafficMirror.builder("hand-over")
            .to(MirrorConfig.of("localhost", 1).withSynchronous(awaited))
            .dispatcher(keeping)
            .build()) {
      mirror.begin(new Request()).end();
    }
    return copies.get(0);
  }

  private static final class Request implements RequestView {
    @Override
    public String method() {
      return "GET";
    }

    @Override
    public String target() {
      return "/";
    }

    @Override
    public @Nullable String header(String name) {
      return null;
    }

    @Override
    public void forEachHeader(BiConsumer<String, String> fields) {}

    @Override
    public long bodyLength() {
      return 0;
    }

    @Override
    public @Nullable String clientAddress() {
      return null;
    }
  }
}
