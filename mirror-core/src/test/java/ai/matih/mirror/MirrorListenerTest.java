package ai.matih.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class MirrorListenerTest {

  @Test
  void everyExchangeThatWasBegun_isToldOnce_andNeverOnTheThreadThatOffered() {
    try (MirrorRig rig = new MirrorRig(builder -> builder.maxBodyBytes(10).maxHeldBytes(1000))) {
      rig.exchange(TestRequest.chunked(), "x".repeat(11)); // BODY_TOO_LARGE
      rig.exchange(TestRequest.post(5), "abc"); // BODY_INCOMPLETE
      rig.begin(TestRequest.post(5)).unreadable();
      rig.begin(TestRequest.get("/", "A", "x".repeat(1000))).end(); // OVER_BYTE_BUDGET
      Capture wrong = rig.begin(TestRequest.post(5));
      wrong.body(new byte[1], 1, 1_000); // INTERNAL_ERROR
      wrong.end();
      rig.begin(TestRequest.of("CONNECT", "a:1")); // FILTERED: only counted
      rig.assertEnded(
          Outcome.BODY_TOO_LARGE,
          Outcome.BODY_INCOMPLETE,
          Outcome.BODY_UNREADABLE,
          Outcome.OVER_BYTE_BUDGET,
          Outcome.INTERNAL_ERROR,
          Outcome.FILTERED);
      assertThat(rig.told)
          .extracting(told -> told.exchange().outcome())
          .containsExactlyInAnyOrder(
              Outcome.BODY_TOO_LARGE,
              Outcome.BODY_INCOMPLETE,
              Outcome.BODY_UNREADABLE,
              Outcome.OVER_BYTE_BUDGET,
              Outcome.INTERNAL_ERROR);
      assertThat(rig.told)
          .allSatisfy(
              told -> {
                assertThat(told.thread()).isNotSameAs(Thread.currentThread());
                assertThat(told.thread().getName()).isEqualTo("mirror-rig");
                assertThat(told.thread().isDaemon()).isTrue();
                assertThat(told.exchange().route()).isEqualTo("rig");
                assertThat(told.exchange().mirror().port()).isEqualTo(8000);
              });
    }
  }

  @Test
  void exchange_hasThePathWithoutTheQuery() {
    try (MirrorRig rig = new MirrorRig()) {
      rig.begin(TestRequest.of("DELETE", "http://h/a%20b?token=1")).end();
      rig.dispatcher.take().responds();
      rig.assertEnded(Outcome.RESPONDED);
      assertThat(rig.told.get(0).exchange().method()).isEqualTo("DELETE");
      assertThat(rig.told.get(0).exchange().path()).isEqualTo("/a%20b");
    }
  }

  @Test
  void answer_thatComesAfterThePrimary_isToldOnTheDispatchersThread() throws Exception {
    try (MirrorRig rig = new MirrorRig()) {
      rig.begin(TestRequest.get("/")).end();
      ScriptedDispatcher.Sent sent = rig.dispatcher.take();
      Thread dispatchers = new Thread(sent::responds, "dispatcher's");
      dispatchers.start();
      dispatchers.join();
      rig.assertEnded(Outcome.RESPONDED);
      assertThat(rig.told.get(0).thread()).isSameAs(dispatchers);
    }
  }

  @Test
  void listener_thatThrows_changesNoOutcome_andKeepsNoPermit() {
    try (MirrorRig rig =
        new MirrorRig(
            builder ->
                builder
                    .maxInFlight(1)
                    .listener(
                        exchange -> {
                          throw new AssertionError("listener");
                        }))) {
      for (int i = 0; i < 3; i++) {
        rig.exchange(TestRequest.post(5), "abc");
        Await.until(() -> rig.mirror.stats().inFlight() == 0);
      }
      rig.begin(TestRequest.get("/")).end();
      rig.dispatcher.take().responds();
      rig.assertEnded(
          Outcome.BODY_INCOMPLETE,
          Outcome.BODY_INCOMPLETE,
          Outcome.BODY_INCOMPLETE,
          Outcome.RESPONDED);
    }
  }

  @Test
  void listener_thatIsSlow_makesTheMirrorDropAndNotThePrimaryWait() {
    CountDownLatch slow = new CountDownLatch(1);
    try (MirrorRig rig =
        new MirrorRig(
            builder ->
                builder
                    .maxInFlight(2)
                    .listener(
                        exchange -> {
                          try {
                            slow.await();
                          } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                          }
                        }))) {
      for (int i = 0; i < 5; i++) {
        rig.exchange(TestRequest.post(5), "abc");
      }
      assertThat(rig.mirror.stats().inFlight()).isEqualTo(2);
      slow.countDown();
      rig.assertEnded(
          Outcome.BODY_INCOMPLETE,
          Outcome.BODY_INCOMPLETE,
          Outcome.OVER_CONCURRENCY,
          Outcome.OVER_CONCURRENCY,
          Outcome.OVER_CONCURRENCY);
    }
  }

  @RepeatedTest(5)
  void manyThreads_areToldOfEachExchangeOnce() throws Exception {
    Semaphore done = new Semaphore(0);
    try (MirrorRig rig = new MirrorRig()) {
      Parallel.run(
          5,
          thread -> {
            if (thread < 4) {
              for (int i = 0; i < 1_000; i++) {
                rig.exchange(i % 2 == 0 ? TestRequest.get("/") : TestRequest.post(4), "abc");
              }
              done.release();
            } else {
              while (done.availablePermits() < 4 || rig.dispatcher.waiting() > 0) {
                if (rig.dispatcher.waiting() > 0) {
                  rig.dispatcher.take().responds();
                }
              }
            }
          });
      MirrorStats stats = rig.atRest();
      assertThat(stats.offered()).isEqualTo(4_000);
      long begun = 4_000 - stats.count(Outcome.OVER_CONCURRENCY);
      assertThat(begun)
          .isEqualTo(stats.count(Outcome.RESPONDED) + stats.count(Outcome.BODY_INCOMPLETE));
      Set<Exchange> different = Collections.newSetFromMap(new IdentityHashMap<>());
      rig.told.forEach(told -> different.add(told.exchange()));
      assertThat(rig.told).hasSize((int) begun);
      assertThat(different).hasSize((int) begun);
    }
  }
}
