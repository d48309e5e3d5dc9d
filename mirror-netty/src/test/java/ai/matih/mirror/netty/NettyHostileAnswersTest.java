package ai.matih.mirror.netty;

import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.test.HostileAnswersContract;
import ai.matih.mirror.test.NoLeaks;
import ai.matih.mirror.test.TestApp;
import ai.matih.mirror.test.TestServer;
import io.netty.handler.codec.http.HttpServerCodec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NoLeaks.class)
class NettyHostileAnswersTest extends HostileAnswersContract {

  @Override
  protected TestServer start(TestApp app, @Nullable TrafficMirror mirror) throws Exception {
    return NettyServer.start(
        pipeline -> {
          pipeline.addLast(new HttpServerCodec());
          if (mirror != null) {
            MirrorHandler.install(pipeline, mirror);
          }
          pipeline.addLast(new AppHandler(app));
        });
  }
}
