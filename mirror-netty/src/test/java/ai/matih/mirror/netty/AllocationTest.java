package ai.matih.mirror.netty;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.MirrorConfig;
import ai.matih.mirror.Outcome;
import ai.matih.mirror.TrafficMirror;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a request costs that is not mirrored. */
class AllocationTest {
  private static final int REQUESTS = 20_000;

  /** Answers each request with the same response, and keeps nothing. */
  private static final class App extends ChannelInboundHandlerAdapter {
    private final HttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof LastHttpContent) {
        var unused = context.write(response, context.voidPromise());
      }
    }
  }

  /** Takes the codec's place. */
  private static final class Wire extends ChannelOutboundHandlerAdapter {
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {}
  }

  @Test
  void requestThatIsNotSampled_allocatesNothing() {
    try (TrafficMirror mirror =
        TrafficMirror.builder("allocation")
            .to(MirrorConfig.of("127.0.0.1", 9).withPercentage(1))
            .build()) {
      DefaultHttpRequest request =
          new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/a?b=c");
      request.headers().set("Host", "primary").set("Accept", "*/*");
      request
          .headers()
          .set("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
      EmbeddedChannel without = new EmbeddedChannel(new Wire(), new App());
      EmbeddedChannel with = new EmbeddedChannel(handlers(mirror));
      long leastWith = Long.MAX_VALUE;
      long leastWithout = Long.MAX_VALUE;
      for (int round = 0; round < 20; round++) {
        leastWith = Math.min(leastWith, allocated(with, request));
        leastWithout = Math.min(leastWithout, allocated(without, request));
      }
      assertThat(leastWith - leastWithout).as("bytes for %s requests", REQUESTS).isZero();
      assertThat(mirror.stats().count(Outcome.NOT_SAMPLED)).isEqualTo(mirror.stats().offered());
      assertThat(mirror.stats().offered()).isGreaterThanOrEqualTo(REQUESTS);
      without.finishAndReleaseAll();
      with.finishAndReleaseAll();
    }
  }

  private static ChannelHandler[] handlers(TrafficMirror mirror) {
    return List.of(new Wire(), new MirrorHandler(mirror), new App()).toArray(ChannelHandler[]::new);
  }

  private static long allocated(EmbeddedChannel channel, DefaultHttpRequest request) {
    var thread = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = thread.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < REQUESTS; i++) {
      channel.pipeline().fireChannelRead(request);
      channel.pipeline().fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
    }
    return thread.getCurrentThreadAllocatedBytes() - before;
  }
}
