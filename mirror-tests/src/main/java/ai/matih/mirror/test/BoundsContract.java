package ai.matih.mirror.test;

import static ai.matih.mirror.test.WireRequest.get;
import static ai.matih.mirror.test.WireRequest.post;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.Outcome;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What would go over a bound is dropped and counted; the application gets all of it. */
interface BoundsContract extends ContractPart {

  @Test
  default void bodyWithLength_upToTheLimitIsCopied() throws Exception {
    Rig rig = rig(settings -> settings.maxBodyBytes(10_000));
    rig.mirrored(post("/echo", Bodies.ofLength(9_999)));
    rig.mirrored(post("/echo", Bodies.ofLength(10_000)));
    rig.notMirrored(post("/echo", Bodies.ofLength(10_001)), Outcome.BODY_TOO_LARGE);
  }

  @Test
  default void bodyInChunks_upToTheLimitIsCopied() throws Exception {
    Rig rig = rig(settings -> settings.maxBodyBytes(10_000));
    rig.mirrored(WireRequest.of("POST", "/echo").withChunks(Bodies.ofLength(9_999), 1_000));
    rig.mirrored(WireRequest.of("POST", "/echo").withChunks(Bodies.ofLength(10_000), 1_000));
    WireRequest tooLarge =
        WireRequest.of("POST", "/echo").withChunks(Bodies.ofLength(10_001), 1_000);
    rig.notMirrored(tooLarge, Outcome.BODY_TOO_LARGE);
  }

  @Test
  default void noBodies_whenNoneAreWanted() throws Exception {
    Rig rig = rig(settings -> settings.maxBodyBytes(0));
    rig.mirrored(post("/echo", ""));
    rig.notMirrored(post("/echo", "x"), Outcome.BODY_TOO_LARGE);
  }

  @Test
  default void declaredOverLimit_isNeverBuffered() throws Exception {
    Rig rig = rig(settings -> settings.maxBodyBytes(10_000));
    WireRequest request = post("/echo", Bodies.ofLength(100_000));
    try (RawClient client = rig.connect()) {
      client.send(request.head() + request.body().substring(0, 5_000));
      Await.until(() -> rig.count(Outcome.BODY_TOO_LARGE) == 1, rig.mirror()::stats);
      assertThat(rig.mirror().stats().heldBytes()).isZero();
      Reply reply = client.send(request.body().substring(5_000)).reply("POST");
      assertThat(reply.body()).endsWith(request.body());
    }
    rig.expect(Outcome.BODY_TOO_LARGE);
  }

  @Test
  default void declaredAndNotSent_costsNothing() throws Exception {
    Rig rig = rig();
    try (RawClient client = rig.connect()) {
      client.send(post("/echo", Bodies.ofLength(1_000_000)).head() + "a few bytes");
      rig.awaitOffered(1);
      Await.until(() -> rig.mirror().stats().heldBytes() > 0, rig.mirror()::stats);
      assertThat(rig.mirror().stats().heldBytes()).isLessThan(1_024);
    }
    rig.expect(Outcome.BODY_INCOMPLETE);
  }

  @Test
  default void tooManyInFlight_areDropped() throws Exception {
    Rig rig = rig(settings -> settings.maxInFlight(1));
    CountDownLatch release = hold(rig);
    rig.exchange(get("/first"));
    rig.notMirrored(get("/second"), Outcome.OVER_CONCURRENCY);
    rig.notMirrored(post("/third", "body"), Outcome.OVER_CONCURRENCY);
    release.countDown();
    rig.copied(get("/first"));
    rig.settle();
    rig.mirrored(get("/fourth"));
  }

  @Test
  default void tooManyBytes_areDropped() throws Exception {
    Rig rig = rig(settings -> settings.maxHeldBytes(4_000));
    CountDownLatch release = hold(rig);
    WireRequest first = post("/first", Bodies.ofLength(3_000));
    rig.exchange(first);
    rig.notMirrored(post("/second", Bodies.ofLength(3_000)), Outcome.OVER_BYTE_BUDGET);
    WireRequest chunked = WireRequest.of("POST", "/third").withChunks(Bodies.ofLength(3_000), 100);
    rig.notMirrored(chunked, Outcome.OVER_BYTE_BUDGET);
    release.countDown();
    rig.copied(first);
    rig.settle();
    rig.mirrored(post("/fourth", Bodies.ofLength(3_000)));
  }

  @Test
  default void anExchangeIsInFlight_untilThePrimaryHasAnswered() throws Exception {
    Rig rig = rig(settings -> settings.maxInFlight(1));
    WireRequest gated = post(TestApp.GATE, "body");
    try (RawClient client = rig.connect()) {
      client.send(gated.wire());
      rig.copied(gated);
      rig.notMirrored(get("/echo"), Outcome.OVER_CONCURRENCY);
      assertThat(rig.mirror().stats().inFlight()).isEqualTo(1);
      rig.app().openGate();
      assertThat(client.reply("POST").status()).isEqualTo(200);
    }
  }

  /** The recorder answers once the latch is open. */
  private static CountDownLatch hold(Rig rig) {
    CountDownLatch release = new CountDownLatch(1);
    rig.recorder()
        .answer(
            request -> {
              Await.open(release);
              return Recorder.OK;
            });
    return release;
  }
}
