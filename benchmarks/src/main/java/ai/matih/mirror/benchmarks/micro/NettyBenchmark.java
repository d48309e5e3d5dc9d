package ai.matih.mirror.benchmarks.micro;

import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.netty.MirrorHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What does the handler cost a Netty pipeline? In the baseline it is not there. */
@State(Scope.Thread)
public class NettyBenchmark {
  private static final int COUNT = 64;

  private final FullHttpRequest[] requests = new FullHttpRequest[COUNT];
  private int next;

  /** Which arm; see {@link Arms}. */
  @Param({"baseline", "not_sampled", "mirrored", "overloaded"})
  public String arm = "";

  private @Nullable Arms chosen;
  private @Nullable TrafficMirror mirror;
  private EmbeddedChannel channel = new EmbeddedChannel();

  /** Builds the arm's pipeline. */
  @Setup(Level.Trial)
  public void build() {
    for (int i = 0; i < COUNT; i++) {
      FullHttpRequest request =
          new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/orders/" + i);
      request.headers().set("host", "localhost").set("accept", "*/*");
      request.headers().set("user-agent", "benchmark/" + "1".repeat(i));
      request.headers().set("x-request-id", new UUID(i, i * 31L).toString());
      requests[i] = request;
    }
    if (arm.equals("baseline")) {
      channel = new EmbeddedChannel(new Application());
    } else {
      chosen = Arms.valueOf(arm.toUpperCase(Locale.ROOT));
      TrafficMirror built = chosen.mirror();
      mirror = built;
      channel = new EmbeddedChannel(new MirrorHandler(built), new Application());
    }
  }

  /** Fails a benchmark of what did not happen. */
  @TearDown(Level.Trial)
  public void check() {
    if (chosen != null && mirror != null) {
      chosen.check(mirror);
    }
  }

  /** A GET request through the pipeline, and its response back. */
  @Benchmark
  public @Nullable Object get() {
    channel.writeInbound(requests[next++ & (COUNT - 1)].retain());
    Object response = channel.readOutbound();
    ReferenceCountUtil.release(response);
    return response;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the channel keeps what is written
  private static final class Application extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
      context.writeAndFlush(
          new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK),
          context.voidPromise());
    }
  }
}
