package ai.matih.mirror.test;

import ai.matih.mirror.TrafficMirror;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The suite itself, on a server that hides nothing. */
class SocketServerContractTest extends MirrorContract {

  @Override
  protected TestServer start(TestApp app, @Nullable TrafficMirror mirror) throws IOException {
    return SocketServer.start(app, mirror);
  }
}
