package ai.matih.mirror.netty;

import static ai.matih.mirror.test.WireRequest.get;
import static ai.matih.mirror.test.WireRequest.post;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.Outcome;
import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.test.MirrorContract;
import ai.matih.mirror.test.RawClient;
import ai.matih.mirror.test.Recorder;
import ai.matih.mirror.test.Reply;
import ai.matih.mirror.test.Rig;
import ai.matih.mirror.test.TestApp;
import ai.matih.mirror.test.TestServer;
import ai.matih.mirror.test.WireRequest;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerExpectContinueHandler;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract on a Netty pipeline that streams; and what only this adapter can do. */
@ExtendWith(NoLeaks.class)
class NettyContractTest extends MirrorContract {

  @Override
  protected TestServer start(TestApp app, @Nullable TrafficMirror mirror) throws Exception {
    return NettyServer.start(pipeline -> assemble(pipeline, app, mirror));
  }

  final void assemble(ChannelPipeline pipeline, TestApp app, @Nullable TrafficMirror mirror) {
    pipeline.addLast(new HttpServerCodec());
    if (mirror != null) {
      MirrorHandler.install(pipeline, mirror);
    }
    pipeline.addLast(new HttpServerKeepAliveHandler());
    pipeline.addLast(new HttpServerExpectContinueHandler());
    between(pipeline);
    pipeline.addLast(new AppHandler(app));
  }

  /** Adds what stands between the codec with its satellites and the application. */
  void between(ChannelPipeline pipeline) {}

  @Test
  void synchronous_theReplyComesAfterTheMirrors() throws Exception {
    Rig rig = rig(settings -> settings.timeout(Duration.ofMinutes(1)));
    rig.mirror().update(rig.config().withSynchronous(true));
    CountDownLatch release = new CountDownLatch(1);
    rig.recorder().answer(request -> awaiting(release));
    WireRequest request = post("/echo", "body");
    try (RawClient client = rig.connect()) {
      client.send(request.wire());
      CompletableFuture<Boolean> releasedBefore =
          CompletableFuture.supplyAsync(
              () -> {
                reply(client, "POST");
                return release.getCount() == 0;
              });
      rig.copied(request);
      Awaiting.until(() -> rig.app().ended() == 1, rig.mirror()::stats);
      assertThat(releasedBefore).isNotDone();
      release.countDown();
      assertThat(releasedBefore.get(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void synchronous_aMirrorThatHangs_onlyTakesItsTime() throws Exception {
    Rig rig = rig(settings -> settings.timeout(Duration.ofMillis(200)));
    rig.mirror().update(rig.config().withSynchronous(true));
    CountDownLatch release = new CountDownLatch(1);
    rig.recorder()
        .answer(
            request -> {
              awaiting(release);
              return "";
            });
    rig.notMirrored(post("/echo", "body"), Outcome.TIMED_OUT);
    assertThat(rig.recorder().take().body()).isEqualTo("body");
    assertThat(rig.mirror().stats().letGo()).isZero();
    rig.settle();
    release.countDown();
  }

  @Test
  void synchronous_pipelinedRequestsDoNotWaitForEachOthersCopies() throws Exception {
    Rig rig = rig(settings -> settings.timeout(Duration.ofMinutes(1)));
    rig.mirror().update(rig.config().withSynchronous(true));
    CountDownLatch all = new CountDownLatch(10);
    rig.recorder()
        .answer(
            request -> {
              all.countDown();
              return awaiting(all);
            });
    List<WireRequest> requests = new ArrayList<>();
    StringBuilder wire = new StringBuilder();
    for (int i = 0; i < 10; i++) {
      requests.add(post("/echo/" + i, "body " + i));
      wire.append(requests.get(i).wire());
    }
    try (RawClient client = rig.connect()) {
      client.send(wire.toString());
      for (WireRequest request : requests) {
        assertThat(client.reply("POST").body()).startsWith("POST " + request.target() + "\n");
      }
    }
    rig.copiedInAnyOrder(requests);
  }

  @Test
  void synchronous_aReplyThatOutgrowsItsBound_doesNotWait() throws Exception {
    Rig rig =
        rig(settings -> settings.timeout(Duration.ofMinutes(1)).maxHeldResponseBytes(200_000));
    rig.mirror().update(rig.config().withSynchronous(true));
    CountDownLatch release = new CountDownLatch(1);
    rig.recorder().answer(request -> awaiting(release));
    assertThat(rig.exchange(get(TestApp.BIG)).body()).hasSize(TestApp.BIG_LENGTH);
    assertThat(rig.mirror().stats().letGo()).isEqualTo(1);
    release.countDown();
    rig.copied(get(TestApp.BIG));
  }

  @Test
  void synchronous_theClientCannotTell() throws Exception {
    Rig rig = rig();
    rig.mirror().update(rig.config().withSynchronous(true));
    rig.mirrored(get("/echo"));
    rig.mirrored(post("/echo", "body"));
    rig.mirrored(WireRequest.of("HEAD", "/echo"));
    rig.mirrored(get(TestApp.EMPTY));
    rig.mirrored(get(TestApp.FIELDS));
    rig.mirrored(get(TestApp.BIG));
    rig.mirrored(WireRequest.of("POST", "/echo").withChunks("hello, world", 5));
    rig.mirrored(get("/echo").with("Connection", "close"));
  }

  @Test
  void afterPrimary_theAnswerDecides() throws Exception {
    Rig rig = rig(settings -> settings.afterPrimary(status -> status < 400));
    rig.mirrored(get("/status/200"));
    rig.mirrored(post("/status/201", "body"));
    rig.notMirrored(get("/status/404"), Outcome.FILTERED);
    rig.notMirrored(post("/status/500", "body"), Outcome.FILTERED);
    rig.notMirrored(post(TestApp.THROW, "body"), Outcome.FILTERED);
  }

  @Test
  void afterPrimary_theCopyWaits() throws Exception {
    Rig rig = rig(settings -> settings.afterPrimary(status -> status == 200));
    WireRequest request = post(TestApp.GATE, "body");
    try (RawClient client = rig.connect()) {
      client.send(request.wire());
      Awaiting.until(() -> rig.app().started() == 1, rig.mirror()::stats);
      rig.exchange(get("/echo"));
      rig.copied(get("/echo"));
      assertThat(rig.recorder().poll()).isNull();
      rig.app().openGate();
      assertThat(client.reply("POST").status()).isEqualTo(200);
    }
    rig.copied(request);
  }

  private static String awaiting(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return Recorder.OK;
  }

  private static Reply reply(RawClient client, String method) {
    try {
      return client.reply(method);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
