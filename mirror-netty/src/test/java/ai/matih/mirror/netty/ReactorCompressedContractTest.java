package ai.matih.mirror.netty;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.test.Rig;
import ai.matih.mirror.test.TestApp;
import ai.matih.mirror.test.TestServer;
import ai.matih.mirror.test.WireRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.netty.http.server.HttpServer;

/** The contract on reactor-netty that compresses its responses. */
class ReactorCompressedContractTest extends NettyContract {

  @Override
  protected TestServer start(TestApp app, @Nullable TrafficMirror mirror) throws Exception {
    return ReactorServer.start(HttpServer.create().compress(true), app, mirror);
  }

  @Test
  void compressedReply_isTheSame() throws Exception {
    Rig rig = rig();
    WireRequest request = WireRequest.get(TestApp.BIG).with("Accept-Encoding", "gzip");
    assertThat(rig.exchange(request).values("Content-Encoding")).containsExactly("gzip");
    rig.copied(request);
  }
}
