package ai.matih.mirror.netty;

import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.test.TestApp;
import ai.matih.mirror.test.TestServer;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;

/** The contract on reactor-netty over HTTP/2 with prior knowledge. */
class ReactorHttp2ContractTest extends Http2Contract {

  @Override
  protected TestServer start(TestApp app, @Nullable TrafficMirror mirror) throws Exception {
    return Http2Front.before(
        ReactorServer.start(HttpServer.create().protocol(HttpProtocol.H2C), app, mirror),
        pipeline -> {});
  }
}
