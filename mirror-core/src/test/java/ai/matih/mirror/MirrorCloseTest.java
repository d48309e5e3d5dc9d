package ai.matih.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class MirrorCloseTest {
  private static final Duration DAY = Duration.ofDays(1);

  /** Begins to close the mirror on a thread of its own, and waits until it takes no more. */
  private static Thread closing(MirrorRig rig) {
    Thread thread = new Thread(rig::close, "closing");
    thread.setDaemon(true);
    thread.start();
    Await.until(
        () -> {
          rig.begin(TestRequest.of("CONNECT", "a:1"));
          return rig.mirror.stats().count(Outcome.CLOSED) > 0;
        });
    return thread;
  }

  @Test
  void close_waitsForWhatIsInFlight() throws Exception {
    MirrorRig rig = new MirrorRig(builder -> builder.closeTimeout(DAY));
    Capture sent = rig.begin(TestRequest.get("/"));
    Capture capturing = rig.begin(TestRequest.post(1));
    Thread closing = closing(rig);
    capturing.body(new byte[1], 0, 1);
    capturing.end();
    sent.end();
    rig.dispatcher.take().responds();
    assertThat(closing.isAlive()).isTrue();
    rig.dispatcher.take().responds();
    closing.join();
    MirrorStats stats = rig.atRest();
    assertThat(stats.count(Outcome.RESPONDED)).isEqualTo(2);
    assertThat(rig.told).hasSize(2);
  }

  @Test
  void close_countsWhatIsLeftAsClosed_andGivesItsMemoryBack() {
    MirrorRig rig = new MirrorRig(builder -> builder.closeTimeout(Duration.ofMillis(1)));
    Capture sent = rig.begin(TestRequest.get("/"));
    Capture capturing = rig.begin(TestRequest.post(5));
    capturing.body(new byte[1], 0, 1);
    Capture answered = rig.begin(TestRequest.get("/"));
    ScriptedDispatcher.Sent late = rig.dispatcher.take();
    rig.dispatcher.take().responds();

    rig.close();

    assertThat(rig.mirror.stats().inFlight()).isZero();
    rig.assertEnded(Outcome.CLOSED, Outcome.CLOSED, Outcome.RESPONDED);
    assertThat(capturing.wantsBody()).isFalse();
    assertThat(rig.told).hasSize(3);
    late.responds();
    capturing.body(new byte[4], 0, 4);
    capturing.end();
    sent.end();
    answered.end();
    rig.assertEnded(Outcome.CLOSED, Outcome.CLOSED, Outcome.RESPONDED);
    assertThat(rig.dispatcher.waiting()).isZero();
    assertThat(rig.told).hasSize(3);
  }

  @Test
  void closed_refusesRequests() {
    MirrorRig rig = new MirrorRig();
    rig.close();
    assertThat(rig.begin(TestRequest.get("/"))).isSameAs(Capture.NONE);
    rig.assertEnded(Outcome.CLOSED);
    assertThat(rig.told).isEmpty();
  }

  @Test
  void closed_staysClosed() {
    MirrorRig rig = new MirrorRig();
    rig.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> rig.mirror.update(MirrorRig.CONFIG))
        .withMessage("mirror of route rig is closed");
    rig.mirror.disable();
    rig.close();
    assertThat(rig.begin(TestRequest.get("/"))).isSameAs(Capture.NONE);
    rig.assertEnded(Outcome.CLOSED);
    assertThat(rig.mirror.config()).isEqualTo(MirrorRig.CONFIG);
  }

  @Test
  void disabledMirror_isClosedAsAnyOther() {
    MirrorRig rig = new MirrorRig();
    rig.mirror.disable();
    rig.close();
    rig.begin(TestRequest.get("/"));
    rig.assertEnded(Outcome.CLOSED);
  }

  @Test
  void sharedDispatcher_isNotClosed() {
    MirrorRig rig = new MirrorRig();
    rig.close();
    assertThat(rig.dispatcher.closings).hasValue(0);
  }

  @Test
  void interruptedThread_doesNotWait() {
    MirrorRig rig = new MirrorRig(builder -> builder.closeTimeout(DAY));
    Capture capture = rig.begin(TestRequest.get("/"));
    Thread.currentThread().interrupt();
    rig.close();
    assertThat(Thread.interrupted()).isTrue();
    capture.end();
    assertThat(rig.mirror.stats().count(Outcome.CLOSED)).isOne();
  }

  @Test
  void listener_thatNeverReturns_doesNotHoldUpTheClosing() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    AtomicBoolean entered = new AtomicBoolean();
    MirrorRig rig =
        new MirrorRig(
            builder ->
                builder
                    .closeTimeout(Duration.ofMillis(1))
                    .listener(
                        exchange -> {
                          entered.set(true);
                          try {
                            never.await();
                          } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                          }
                        }));
    rig.begin(TestRequest.post(5)).end();
    Await.until(entered::get);
    rig.close();
    rig.assertEnded(Outcome.BODY_INCOMPLETE);
  }

  @Test
  void thread_endsWithTheMirror() {
    TrafficMirror mirror =
        TrafficMirror.builder("ends-with")
            .to(MirrorRig.CONFIG)
            .dispatcher(new ScriptedDispatcher())
            .build();
    mirror.begin(TestRequest.post(5)).end();
    assertThat(runs("mirror-ends-with")).isTrue();
    mirror.close();
    Await.until(() -> !runs("mirror-ends-with"));
  }

  private static boolean runs(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals(name));
  }

  @RepeatedTest(50)
  void closing_underLoadFromSeveralThreads_losesNoRequest() throws Exception {
    MirrorRig rig = new MirrorRig(builder -> builder.closeTimeout(Duration.ofMillis(1)));
    // Begun before, so that the closing does not meet the first exchange of all.
    rig.begin(TestRequest.post(5)).end();
    AtomicBoolean closed = new AtomicBoolean();
    Parallel.run(
        4,
        thread -> {
          for (int i = 0; i < 300; i++) {
            if (thread == 0 && i == 100) {
              rig.close();
              closed.set(true);
            } else if (thread == 1 && i == 100) {
              rig.close();
            }
            Capture capture = rig.begin(i % 2 == 0 ? TestRequest.get("/") : TestRequest.post(5));
            capture.body(new byte[3], 0, 3);
            capture.response(200, name -> null);
            capture.end();
          }
        });
    assertThat(closed).isTrue();
    while (rig.dispatcher.waiting() > 0) {
      rig.dispatcher.take().responds();
    }
    MirrorStats stats = rig.atRest();
    assertThat(stats.offered()).isEqualTo(1201);
    assertThat(stats.count(Outcome.CLOSED)).isPositive();
    assertThat(stats.count(Outcome.INTERNAL_ERROR)).isZero();
  }

  @RepeatedTest(200)
  void firstExchange_whileTheMirrorCloses_isCountedOnceAndKeepsNoPermit() throws Exception {
    MirrorRig rig = new MirrorRig();
    Parallel.run(
        2,
        thread -> {
          if (thread == 0) {
            rig.begin(TestRequest.post(5)).end();
          } else {
            rig.mirror.close();
          }
        });
    Await.until(() -> rig.mirror.stats().inFlight() == 0);
    MirrorStats stats = rig.mirror.stats();
    assertThat(stats.count(Outcome.INTERNAL_ERROR)).isZero();
    assertThat(stats.count(Outcome.BODY_INCOMPLETE) + stats.count(Outcome.CLOSED)).isEqualTo(1);
  }
}
