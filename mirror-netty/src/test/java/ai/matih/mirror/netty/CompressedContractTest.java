package ai.matih.mirror.netty;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.test.RawClient;
import ai.matih.mirror.test.Reply;
import ai.matih.mirror.test.Rig;
import ai.matih.mirror.test.TestApp;
import ai.matih.mirror.test.WireRequest;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpContentCompressor;
import io.netty.handler.codec.http.HttpContentDecompressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** The contract where the server decompresses requests and compresses responses. */
class CompressedContractTest extends NettyContractTest {

  @Override
  void between(ChannelPipeline pipeline) {
    pipeline.addLast(new HttpContentDecompressor(0));
    pipeline.addLast(new HttpContentCompressor());
  }

  @Test
  void compressedBody_isCopiedAsItCame() throws Exception {
    Rig rig = rig();
    WireRequest request =
        WireRequest.post("/echo", gzip("plain ".repeat(100))).with("Content-Encoding", "gzip");
    Reply reply = rig.exchange(request);
    assertThat(reply.body()).endsWith("plain ".repeat(100));
    rig.copied(request);
  }

  @Test
  void compressedReply_isTheSame() throws Exception {
    Rig rig = rig();
    WireRequest request = WireRequest.get(TestApp.BIG).with("Accept-Encoding", "gzip");
    assertThat(rig.exchange(request).values("Content-Encoding")).containsExactly("gzip");
    rig.copied(request);
    rig.mirror().update(rig.config().withSynchronous(true));
    try (RawClient client = rig.connect()) {
      assertThat(client.exchange(request).values("Content-Encoding")).containsExactly("gzip");
    }
    rig.copied(request);
  }

  private static String gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }
}
