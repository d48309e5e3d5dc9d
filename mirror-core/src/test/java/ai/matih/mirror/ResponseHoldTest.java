package ai.matih.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Synchronous mode: the primary's response waits for the mirror's, within bounds. */
class ResponseHoldTest {
  private static final Duration DAY = Duration.ofDays(1);

  private final AtomicInteger released = new AtomicInteger();

  private static MirrorRig rig(UnaryOperator<TrafficMirrorBuilder> settings) {
    return new MirrorRig(
        builder -> settings.apply(builder.to(MirrorRig.CONFIG.withSynchronous(true)).timeout(DAY)));
  }

  private static MirrorRig rig() {
    return rig(UnaryOperator.identity());
  }

  private static Thread awaiting(Capture capture) {
    Thread thread = new Thread(capture::awaitRelease, "awaiting");
    thread.setDaemon(true);
    thread.start();
    Await.until(
        () ->
            thread.getState() == Thread.State.TIMED_WAITING
                || thread.getState() == Thread.State.TERMINATED);
    return thread;
  }

  @Test
  void asynchronousExchange_holdsNothing() {
    try (MirrorRig rig = new MirrorRig()) {
      for (Capture capture : new Capture[] {Capture.NONE, rig.begin(TestRequest.get("/"))}) {
        assertThat(capture.holdsResponse()).isFalse();
        assertThat(capture.tryHoldResponse(1)).isFalse();
        capture.whenReleased(released::incrementAndGet);
        capture.awaitRelease();
        capture.letResponseGo();
      }
      assertThat(released).hasValue(2);
      assertThat(rig.mirror.stats().letGo()).isZero();
    }
  }

  @Test
  void response_isHeldUntilTheMirrorAnswers() throws Exception {
    try (MirrorRig rig = rig()) {
      Capture capture = rig.begin(TestRequest.get("/"));
      assertThat(capture.holdsResponse()).isTrue();
      assertThat(capture.tryHoldResponse(100)).isTrue();
      capture.whenReleased(released::incrementAndGet);
      Thread awaiting = awaiting(capture);
      assertThat(awaiting.isAlive()).isTrue();
      assertThat(released).hasValue(0);
      assertThat(rig.mirror.stats().heldBytes()).isGreaterThanOrEqualTo(100);

      rig.dispatcher.take().responds();

      awaiting.join();
      assertThat(capture.holdsResponse()).isFalse();
      assertThat(capture.tryHoldResponse(1)).isFalse();
      assertThat(released).hasValue(1);
      capture.whenReleased(released::incrementAndGet);
      assertThat(released).hasValue(2);
      assertThat(rig.mirror.stats().letGo()).isZero();
      capture.end();
      rig.assertEnded(Outcome.RESPONDED);
    }
  }

  @Test
  void response_isReleased_whereverItsCopyEnds() {
    try (MirrorRig rig = rig()) {
      Capture failed = rig.begin(TestRequest.get("/"));
      failed.whenReleased(released::incrementAndGet);
      rig.dispatcher.take().fails(Outcome.CONNECT_FAILED);
      assertThat(released).hasValue(1);
      Capture unreadable = rig.begin(TestRequest.post(5));
      unreadable.whenReleased(released::incrementAndGet);
      unreadable.unreadable();
      assertThat(released).hasValue(2);
      Capture ended = rig.begin(TestRequest.post(5));
      ended.whenReleased(released::incrementAndGet);
      ended.end();
      assertThat(released).hasValue(3);
      Capture wrong = rig.begin(TestRequest.post(5));
      wrong.whenReleased(released::incrementAndGet);
      wrong.body(new byte[1], 1, 9);
      assertThat(released).hasValue(4);
      Capture closed = rig.begin(TestRequest.get("/"));
      closed.whenReleased(released::incrementAndGet);
      rig.mirror.close();
      assertThat(released).hasValue(5);
      rig.assertEnded(
          Outcome.CONNECT_FAILED,
          Outcome.BODY_UNREADABLE,
          Outcome.BODY_INCOMPLETE,
          Outcome.INTERNAL_ERROR,
          Outcome.CLOSED);
    }
  }

  @Test
  void response_isReleasedAfterTheTimeout_whateverTheMirrorDoes() throws Exception {
    try (MirrorRig rig = rig(builder -> builder.timeout(Duration.ofMillis(1)))) {
      Capture capture = rig.begin(TestRequest.get("/"));
      capture.whenReleased(released::incrementAndGet);
      Await.until(() -> released.get() == 1);
      assertThat(capture.holdsResponse()).isFalse();
      Capture blocking = rig.begin(TestRequest.post(5));
      awaiting(blocking).join();
      assertThat(blocking.holdsResponse()).isFalse();
      blocking.end();
      capture.end();
      rig.dispatcher.take().responds();
      rig.assertEnded(Outcome.RESPONDED, Outcome.BODY_INCOMPLETE);
    }
  }

  @Test
  void response_longerThanMayBeHeld_isLetGo_andCountedOnce() {
    try (MirrorRig rig = rig(builder -> builder.maxHeldResponseBytes(1000))) {
      Capture capture = rig.begin(TestRequest.get("/"));
      long before = rig.mirror.stats().heldBytes();
      assertThat(capture.tryHoldResponse(600)).isTrue();
      assertThat(capture.tryHoldResponse(400)).isTrue();
      assertThat(rig.mirror.stats().heldBytes()).isEqualTo(before + 1000);
      assertThat(capture.tryHoldResponse(1)).isFalse();
      assertThat(capture.tryHoldResponse(1)).isFalse();
      capture.letResponseGo();
      assertThat(capture.holdsResponse()).isFalse();
      assertThat(rig.mirror.stats().heldBytes()).isEqualTo(before);
      assertThat(rig.mirror.stats().letGo()).isOne();
      capture.end();
      rig.dispatcher.take().responds();
      rig.assertEnded(Outcome.RESPONDED);
    }
  }

  @Test
  void response_overTheByteBudget_isLetGo() {
    try (MirrorRig rig = rig(builder -> builder.maxHeldBytes(1000))) {
      Capture capture = rig.begin(TestRequest.get("/"));
      assertThat(capture.tryHoldResponse(2000)).isFalse();
      assertThat(capture.holdsResponse()).isFalse();
      assertThat(rig.mirror.stats().letGo()).isOne();
      capture.end();
      rig.dispatcher.take().responds();
      rig.assertEnded(Outcome.RESPONDED);
    }
  }

  @Test
  void response_thatCannotWait_isCounted() {
    try (MirrorRig rig = rig()) {
      Capture capture = rig.begin(TestRequest.get("/"));
      capture.whenReleased(released::incrementAndGet);
      capture.letResponseGo();
      capture.letResponseGo();
      assertThat(released).hasValue(1);
      assertThat(rig.mirror.stats().letGo()).isOne();
      capture.end();
      rig.dispatcher.take().responds();
      rig.assertEnded(Outcome.RESPONDED);
    }
  }

  @Test
  void interruptedThread_doesNotWait() {
    try (MirrorRig rig = rig()) {
      Capture capture = rig.begin(TestRequest.get("/"));
      Thread.currentThread().interrupt();
      capture.awaitRelease();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(capture.holdsResponse()).isFalse();
      capture.end();
      rig.dispatcher.take().responds();
      rig.assertEnded(Outcome.RESPONDED);
    }
  }

  @Test
  void requestThatIsNotMirrored_waitsForNothing() {
    try (MirrorRig rig =
        rig(builder -> builder.to(MirrorRig.CONFIG.withSynchronous(true).withPercentage(0)))) {
      assertThat(rig.begin(TestRequest.get("/")).holdsResponse()).isFalse();
    }
  }

  @RepeatedTest(200)
  void holdingAndReleasing_atOnce_runsTheActionOnceAndGivesAllBack() throws Exception {
    try (MirrorRig rig = rig(builder -> builder.maxHeldResponseBytes(50))) {
      Capture capture = rig.begin(TestRequest.get("/"));
      ScriptedDispatcher.Sent sent = rig.dispatcher.take();
      Parallel.run(
          3,
          thread -> {
            switch (thread) {
              case 0 -> {
                for (int i = 0; i < 10; i++) {
                  capture.tryHoldResponse(10);
                }
                capture.whenReleased(released::incrementAndGet);
                capture.response(200, name -> null);
                capture.end();
              }
              case 1 -> sent.responds();
              default -> ((OpenExchange) capture).expire(System.nanoTime() + DAY.toNanos());
            }
          });
      assertThat(rig.atRest().offered()).isOne();
      assertThat(released).hasValue(1);
      assertThat(rig.mirror.stats().letGo()).isLessThanOrEqualTo(1);
    }
  }
}
