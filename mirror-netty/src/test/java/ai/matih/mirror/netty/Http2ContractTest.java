package ai.matih.mirror.netty;

import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.test.TestApp;
import ai.matih.mirror.test.TestServer;
import org.jspecify.annotations.Nullable;

/** N16: the contract in the child channels of HTTP/2 with prior knowledge. */
class Http2ContractTest extends Http2Contract {

  @Override
  protected TestServer start(TestApp app, @Nullable TrafficMirror mirror) throws Exception {
    return Http2Front.before(
        NettyServer.start(pipeline -> assemble(pipeline, app, mirror)), pipeline -> {});
  }
}
