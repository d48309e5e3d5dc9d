package ai.matih.mirror.netty;

import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.test.Feature;
import ai.matih.mirror.test.TestApp;
import ai.matih.mirror.test.WireRequest;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpServerExpectContinueHandler;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract over HTTP/2. */
abstract class Http2Contract extends NettyContract {

  /**
   * Names are lower case on the wire (RFC 9113, section 8.2), and the client that is used here
   * sends cookies last.
   */
  @Override
  protected final Set<Feature> unsupported() {
    return Set.of(Feature.HEADER_CASE, Feature.HEADER_ORDER);
  }

  /** HTTP/2 has no Upgrade field (RFC 9113, section 8.2.2): what is left of it is mirrored. */
  @Test
  @Override
  public void anUpgrade_isFiltered() throws Exception {
    rig().mirrored(WireRequest.get("/echo").with("Upgrade", "some-protocol"));
  }

  static void assemble(ChannelPipeline pipeline, TestApp app, @Nullable TrafficMirror mirror) {
    pipeline.addLast(Http2FrameCodecBuilder.forServer().build());
    pipeline.addLast(
        new Http2MultiplexHandler(
            NettyServer.initializer(
                stream -> {
                  stream.addLast(new Http2StreamFrameToHttpObjectCodec(true));
                  if (mirror != null) {
                    MirrorHandler.install(stream, mirror);
                  }
                  stream.addLast(new HttpServerExpectContinueHandler());
                  stream.addLast(new AppHandler(app));
                })));
  }
}
