package ai.matih.mirror.test;

import static ai.matih.mirror.test.WireRequest.get;
import static ai.matih.mirror.test.WireRequest.post;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Configuration may change and the mirror may close at any time; the live traffic goes on. */
interface LifecycleContract extends ContractPart {

  @Test
  default void percentageZero_mirrorsNothing() throws Exception {
    Rig rig = rig();
    rig.mirror().update(rig.config().withPercentage(0));
    rig.notMirrored(post("/echo", "body"), Outcome.NOT_SAMPLED);
    rig.mirror().update(rig.config());
    rig.mirrored(post("/echo", "body"));
  }

  @Test
  default void disabled_mirrorsNothing() throws Exception {
    Rig rig = rig();
    rig.mirrored(get("/echo"));
    rig.mirror().disable();
    rig.notMirrored(post("/echo", "body"), Outcome.DISABLED);
    rig.mirror().update(rig.config());
    rig.mirrored(get("/echo"));
  }

  @Test
  default void filtered_byMethodPathAndPredicate() throws Exception {
    Rig rig =
        rig(
            settings ->
                settings
                    .methods("GET")
                    .pathPrefixes("/api")
                    .mirrorIf(request -> request.header("X-Out") == null));
    rig.mirrored(get("/api/x?y").with("X-In", "1"));
    rig.notMirrored(post("/api/x", "body"), Outcome.FILTERED);
    rig.notMirrored(get("/apis"), Outcome.FILTERED);
    rig.notMirrored(get("/api/x").with("x-out", "1"), Outcome.FILTERED);
  }

  @Test
  default void sampler_seesTheRequestAsItWasSent() throws Exception {
    Rig rig =
        rig(
            settings ->
                settings.sampler(
                    (request, share) ->
                        request.method().equals("POST")
                            && request.target().equals("/echo?a=%31")
                            && request.bodyLength() == 4
                            && "one".equals(request.header("x-field"))
                            && request.header("X-None") == null));
    WireRequest request = post("/echo?a=%31", "body").with("X-Field", "one").with("X-Field", "two");
    rig.mirrored(request);
    rig.notMirrored(get("/echo?a=%31").with("X-Field", "one"), Outcome.NOT_SAMPLED);
  }

  @Test
  default void updatesUnderLoad_leaveEveryRequestWithOneOutcome() throws Exception {
    Rig rig = rig();
    ExecutorService clients = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> results = new ArrayList<>();
      for (int client = 0; client < 4; client++) {
        results.add(clients.submit(() -> load(rig)));
      }
      boolean done = false;
      for (int i = 0; !done; i++) {
        switch (i % 3) {
          case 0 -> rig.mirror().disable();
          case 1 -> rig.mirror().update(rig.config().withPercentage(0));
          default -> rig.mirror().update(rig.config());
        }
        done = results.stream().allMatch(Future::isDone);
      }
      for (Future<?> result : results) {
        result.get(30, TimeUnit.SECONDS);
      }
    } finally {
      clients.shutdownNow();
    }
    Await.until(() -> rig.mirror().stats().inFlight() == 0, rig.mirror()::stats);
    for (long i = rig.count(Outcome.DISABLED); i > 0; i--) {
      rig.expect(Outcome.DISABLED);
    }
    for (long i = rig.count(Outcome.NOT_SAMPLED); i > 0; i--) {
      rig.expect(Outcome.NOT_SAMPLED);
    }
    for (long i = rig.count(Outcome.RESPONDED); i > 0; i--) {
      rig.copied(post("/echo", "under load"));
    }
    assertThat(rig.mirror().stats().offered()).isEqualTo(400);
  }

  private static Void load(Rig rig) throws IOException {
    try (RawClient client = rig.connect()) {
      for (int i = 0; i < 100; i++) {
        assertThat(client.exchange(post("/echo", "under load")).status()).isEqualTo(200);
      }
    }
    return null;
  }

  @Test
  default void closed_stopsCopiesAndTheLiveTrafficGoesOn() throws Exception {
    Rig rig = rig();
    rig.mirrored(post("/echo", "body"));
    rig.mirror().close();
    rig.notMirrored(post("/echo", "body"), Outcome.CLOSED);
    rig.notMirrored(get("/echo"), Outcome.CLOSED);
    rig.mirror().close();
  }

  @Test
  default void close_waitsForWhatIsInFlight() throws Exception {
    Rig rig = rig(settings -> settings.closeTimeout(Duration.ofSeconds(30)));
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    rig.recorder()
        .answer(
            request -> {
              arrived.countDown();
              Await.open(release);
              return Recorder.OK;
            });
    rig.exchange(post("/echo", "body"));
    Await.open(arrived);
    Thread closing = new Thread(rig.mirror()::close);
    closing.start();
    Await.until(() -> closing.getState() == Thread.State.TIMED_WAITING, closing::getState);
    release.countDown();
    closing.join(TimeUnit.SECONDS.toMillis(20));
    assertThat(closing.isAlive()).isFalse();
    rig.copied(post("/echo", "body"));
  }

  @Test
  default void close_doesNotWaitForeverAndCountsTheRest() throws Exception {
    Rig rig = rig(settings -> settings.closeTimeout(Duration.ofMillis(50)));
    CountDownLatch release = new CountDownLatch(1);
    rig.recorder()
        .answer(
            request -> {
              Await.open(release);
              return "";
            });
    rig.notMirrored(post("/echo", "body"), Outcome.CLOSED);
    assertThat(rig.recorder().take().body()).isEqualTo("body");
    try (RawClient client = rig.connect()) {
      client.send(post(TestApp.GATE, "body").head() + "bo");
      rig.awaitOffered(2);
      rig.mirror().close();
      rig.expect(Outcome.CLOSED).settle();
      rig.app().openGate();
      assertThat(client.send("dy").reply("POST").body()).endsWith("body");
    }
    release.countDown();
  }
}
