package ai.matih.mirror.netty;

import static ai.matih.mirror.test.WireRequest.get;
import static ai.matih.mirror.test.WireRequest.post;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.test.RawClient;
import ai.matih.mirror.test.Recorder;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract on a Netty pipeline that streams. */
class NettyContractTest extends NettyContract {

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

  private static String awaiting(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return Recorder.OK;
  }
}
