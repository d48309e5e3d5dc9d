package ai.matih.mirror.netty;

import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.test.MalformedContract;
import ai.matih.mirror.test.TestApp;
import ai.matih.mirror.test.TestServer;
import io.netty.handler.codec.http.HttpServerCodec;

/** Malformed and ambiguous requests to Netty's codec; it answers all that it could read. */
class MalformedTest extends MalformedContract {

  @Override
  protected TestServer start(TestApp app, TrafficMirror mirror) throws Exception {
    return NettyServer.start(
        pipeline -> {
          pipeline.addLast(new HttpServerCodec());
          MirrorHandler.install(pipeline, mirror);
          pipeline.addLast(new AppHandler(app));
        },
        true);
  }
}
