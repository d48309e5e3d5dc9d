package ai.matih.mirror.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One channel whose requests are of several routes, and of none. */
class RoutesTest {

  @Test
  void eachRequest_isItsRoutesOrNobodys() {
    try (Stage one = Stage.asynchronous();
        Stage other = Stage.asynchronous()) {
      EmbeddedChannel channel =
          channel(
              request ->
                  switch (request.uri()) {
                    case "/one" -> one.mirror;
                    case "/other" -> other.mirror;
                    default -> null;
                  });
      channel.writeInbound(
          Stage.bytes(post("/one") + post("/none") + post("/other") + post("/one")));
      for (int i = 0; i < 4; i++) {
        channel.writeOutbound(Stage.whole(200, "ok"));
      }
      assertThat(one.copies.take().responds().line()).isEqualTo("POST /one");
      assertThat(one.copies.take().responds().line()).isEqualTo("POST /one");
      assertThat(other.copies.take().responds().line()).isEqualTo("POST /other");
      assertThat(one.mirror.stats().offered() + other.mirror.stats().offered()).isEqualTo(3);
      assertThat(passedOn(channel)).containsExactly("/one", "/none", "/other", "/one");
      channel.finishAndReleaseAll();
    }
  }

  @Test
  void aChoiceThatThrows_leavesTheRequestAlone() {
    EmbeddedChannel channel =
        channel(
            request -> {
              throw new IllegalStateException("choice");
            });
    channel.writeInbound(Stage.bytes(post("/one")));
    channel.writeOutbound(Stage.whole(200, "reply"));
    assertThat(passedOn(channel)).containsExactly("/one");
    ByteBuf reply = channel.readOutbound();
    assertThat(reply.toString(StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 200 ");
    reply.release();
    channel.finishAndReleaseAll();
  }

  private static EmbeddedChannel channel(MirrorHandler.Choice choice) {
    return new EmbeddedChannel(new HttpServerCodec(), new MirrorHandler(choice));
  }

  private static String post(String target) {
    return "POST " + target + " HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody";
  }

  private static List<String> passedOn(EmbeddedChannel channel) {
    List<String> targets = new ArrayList<>();
    for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
      if (next instanceof HttpRequest request) {
        targets.add(request.uri());
      }
      ReferenceCountUtil.release(next);
    }
    return targets;
  }
}
