package ai.matih.mirror.netty;

import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.test.TestApp;
import ai.matih.mirror.test.TestServer;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

/** The contract over TLS. */
class TlsContractTest extends NettyContractTest {

  @Override
  protected TestServer start(TestApp app, @Nullable TrafficMirror mirror) throws Exception {
    SslContext server = Certificate.server();
    SslContext client = Certificate.client();
    return Front.before(
        NettyServer.start(
            pipeline -> {
              pipeline.addLast(server.newHandler(pipeline.channel().alloc()));
              assemble(pipeline, app, mirror);
            }),
        pipeline ->
            pipeline.addLast(client.newHandler(pipeline.channel().alloc(), "127.0.0.1", 443)));
  }
}
