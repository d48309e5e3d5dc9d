package ai.matih.mirror.netty;

import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.test.TestApp;
import ai.matih.mirror.test.TestServer;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.server.HttpServer;

/** The contract on reactor-netty, and so on Spring WebFlux, over HTTP/1.1. */
class ReactorContractTest extends NettyContract {

  @Override
  protected TestServer start(TestApp app, @Nullable TrafficMirror mirror) throws Exception {
    return ReactorServer.start(HttpServer.create(), app, mirror);
  }
}
