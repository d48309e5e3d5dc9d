package ai.matih.mirror.netty;

import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.test.MirrorContract;
import ai.matih.mirror.test.TestApp;
import ai.matih.mirror.test.TestServer;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerExpectContinueHandler;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import org.jspecify.annotations.Nullable;

/** The contract on a Netty pipeline that streams. */
class NettyContractTest extends MirrorContract {

  @Override
  protected TestServer start(TestApp app, @Nullable TrafficMirror mirror) throws Exception {
    return NettyServer.start(
        pipeline -> {
          pipeline.addLast(new HttpServerCodec());
          if (mirror != null) {
            MirrorHandler.install(pipeline, mirror);
          }
          pipeline.addLast(new HttpServerKeepAliveHandler());
          pipeline.addLast(new HttpServerExpectContinueHandler());
          pipeline.addLast(new AppHandler(app));
        });
  }
}
