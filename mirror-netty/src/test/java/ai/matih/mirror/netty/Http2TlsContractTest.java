package ai.matih.mirror.netty;

import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.test.TestApp;
import ai.matih.mirror.test.TestServer;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

/** The contract in the child channels of HTTP/2 over TLS with ALPN. */
class Http2TlsContractTest extends Http2Contract {

  @Override
  protected TestServer start(TestApp app, @Nullable TrafficMirror mirror) throws Exception {
    SslContext server = Certificate.server(ApplicationProtocolNames.HTTP_2);
    SslContext client = Certificate.client(ApplicationProtocolNames.HTTP_2);
    return Http2Front.before(
        NettyServer.start(
            pipeline -> {
              pipeline.addLast(server.newHandler(pipeline.channel().alloc()));
              pipeline.addLast(
                  new ApplicationProtocolNegotiationHandler(ApplicationProtocolNames.HTTP_1_1) {
                    @Override
                    protected void configurePipeline(
                        ChannelHandlerContext context, String protocol) {
                      if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
                        assemble(context.pipeline(), app, mirror);
                      } else {
                        var unused = context.close();
                      }
                    }
                  });
            }),
        pipeline ->
            pipeline.addLast(client.newHandler(pipeline.channel().alloc(), "127.0.0.1", 443)));
  }
}
