package ai.matih.mirror.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.matih.mirror.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContentDecompressor;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Where the handler stands, what it leaves alone, and when it goes: the numbered traps. */
class PlacementTest {
  private static final String GET = "GET /a HTTP/1.1\r\nHost: primary\r\n\r\n";

  private static List<String> handlers(EmbeddedChannel channel) {
    return channel.pipeline().toMap().values().stream()
        .map(handler -> handler.getClass().getSimpleName())
        .toList();
  }

  @Test
  void n4_install_rightBehindTheCodec() {
    try (Stage stage = Stage.asynchronous()) {
      EmbeddedChannel channel =
          new EmbeddedChannel(
              new ChannelDuplexHandler(),
              new HttpServerCodec(),
              new HttpContentDecompressor(0),
              new HttpObjectAggregator(1));
      MirrorHandler.install(channel.pipeline(), stage.mirror);
      assertThat(handlers(channel))
          .containsSubsequence("HttpServerCodec", "MirrorHandler", "HttpContentDecompressor");
      assertThat(channel.pipeline().get("mirror")).isInstanceOf(MirrorHandler.class);
      channel.finishAndReleaseAll();
    }
  }

  @Test
  void n16_install_inAnHttp2ChildChannel() {
    try (Stage stage = Stage.asynchronous()) {
      EmbeddedChannel channel =
          new EmbeddedChannel(
              new Http2StreamFrameToHttpObjectCodec(true), new HttpObjectAggregator(1));
      MirrorHandler.install(channel.pipeline(), stage.mirror);
      assertThat(handlers(channel))
          .containsExactly(
              "Http2StreamFrameToHttpObjectCodec", "MirrorHandler", "HttpObjectAggregator");
      channel.finishAndReleaseAll();
    }
  }

  @Test
  void install_withoutACodec_saysWhy() {
    try (Stage stage = Stage.asynchronous()) {
      EmbeddedChannel channel = new EmbeddedChannel();
      channel.pipeline().addLast("decoder", new HttpRequestDecoder());
      assertThatIllegalArgumentException()
          .isThrownBy(() -> MirrorHandler.install(channel.pipeline(), stage.mirror))
          .withMessageContaining("decoder")
          .withMessageContaining("HttpServerCodec")
          .withMessageContaining("Http2StreamFrameToHttpObjectCodec");
      channel.finishAndReleaseAll();
    }
  }

  @Test
  void install_twice_isRefused() {
    try (Stage stage = Stage.asynchronous()) {
      EmbeddedChannel channel = new EmbeddedChannel(new HttpServerCodec());
      MirrorHandler.install(channel.pipeline(), stage.mirror);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> MirrorHandler.install(channel.pipeline(), stage.mirror))
          .withMessageContaining("mirror");
      channel.finishAndReleaseAll();
    }
  }

  @Test
  void n4_whatTheAggregatorAnswersItself_isSeen() {
    try (Stage stage = Stage.asynchronous(new HttpObjectAggregator(3))) {
      stage.receives("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbo");
      assertThat(stage.sent()).startsWith("HTTP/1.1 413 ");
      stage.receives("dy");
      assertThat(stage.copies.take().responds().body()).isEqualTo("body");
      Awaiting.until(() -> !stage.exchanges.isEmpty(), stage.mirror::stats);
      assertThat(stage.exchanges.remove().primary())
          .isNotNull()
          .satisfies(response -> assertThat(response.status()).isEqualTo(413));
    }
  }

  @Test
  void n13_webSocket_isHandedOverUntouched() {
    try (Stage stage =
        Stage.asynchronous(
            new WebSocketServerProtocolHandler("/a"), new ChannelInboundHandlerAdapter())) {
      stage.receives(
          GET.replace(
              "\r\n\r\n",
              "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13"
                  + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));
      assertThat(stage.sent()).startsWith("HTTP/1.1 101 ");
      assertThat(stage.count(Outcome.FILTERED)).isEqualTo(1);
      assertThat(handlers(stage.channel)).doesNotContain("MirrorHandler");
      stage.writes(new TextWebSocketFrame("hi"));
      assertThat(stage.sent()).isEqualTo("\u0081\u0002hi");
      assertThat(stage.mirror.stats().offered()).isEqualTo(1);
    }
  }

  @Test
  void n13_switchingBehindPipelinedRequests_endsThemAndLetsTheirResponsesGo() {
    try (Stage stage = Stage.synchronous()) {
      stage.receives(GET + GET);
      stage.writes(Stage.whole(200, "held"));
      assertThat(stage.sent()).isEmpty();
      stage.writes(Stage.head(101, 0));
      assertThat(handlers(stage.channel)).doesNotContain("MirrorHandler");
      assertThat(stage.sent()).contains("held").endsWith("\r\n\r\n");
      assertThat(stage.mirror.stats().letGo()).isEqualTo(2);
    }
  }

  @Test
  void n13_connect_isHandedOverOnceGranted() {
    String connect = "CONNECT other:443 HTTP/1.1\r\nHost: other:443\r\n\r\n";
    try (Stage stage = Stage.asynchronous()) {
      stage.receives(connect);
      stage.writes(Stage.whole(403, "no"));
      assertThat(handlers(stage.channel)).contains("MirrorHandler");
      stage.receives(connect);
      stage.writes(Stage.head(200, 0));
      assertThat(handlers(stage.channel)).doesNotContain("MirrorHandler");
      assertThat(stage.count(Outcome.FILTERED)).isEqualTo(2);
      assertThat(stage.sent()).contains("HTTP/1.1 403 ").contains("HTTP/1.1 200 ");
    }
  }

  @Test
  void n14_readingIsTheApplicationsBusiness() {
    AtomicInteger reads = new AtomicInteger();
    AtomicInteger completions = new AtomicInteger();
    AtomicInteger writabilities = new AtomicInteger();
    try (Stage stage =
        Stage.asynchronous(
            new ChannelDuplexHandler() {
              @Override
              public void channelReadComplete(ChannelHandlerContext context) {
                completions.incrementAndGet();
              }

              @Override
              public void channelWritabilityChanged(ChannelHandlerContext context) {
                writabilities.incrementAndGet();
              }
            })) {
      stage
          .channel
          .pipeline()
          .addFirst(
              new ChannelOutboundHandlerAdapter() {
                @Override
                public void read(ChannelHandlerContext context) {
                  reads.incrementAndGet();
                }
              });
      stage.channel.config().setAutoRead(false);
      reads.set(0);
      stage.receives("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbo");
      stage.receives("dy");
      stage.copies.take().responds();
      stage.writes(Stage.whole(200, "ok"));
      assertThat(reads).hasValue(0);
      assertThat(stage.channel.config().isAutoRead()).isFalse();
      assertThat(completions).hasValue(2);
      stage.channel.pipeline().fireChannelWritabilityChanged();
      assertThat(writabilities).hasValue(1);
      stage.channel.read();
      assertThat(reads).hasValue(1);
    }
  }

  @Test
  void n15_oneHandlerForOneChannel() {
    try (Stage stage = Stage.asynchronous()) {
      MirrorHandler handler = stage.channel.pipeline().get(MirrorHandler.class);
      assertThat(handler.isSharable()).isFalse();
    }
  }

  @Test
  void n15_unknownMessagesPassBothWays() {
    List<Object> seen = new ArrayList<>();
    try (Stage stage =
        Stage.asynchronous(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelRead(ChannelHandlerContext context, Object message) {
                seen.add(message);
                ReferenceCountUtil.release(message);
              }
            })) {
      ByteBuf raw = Stage.bytes("raw");
      var unused = stage.channel.pipeline().context(HttpServerCodec.class).fireChannelRead(raw);
      assertThat(seen).containsExactly(raw);
      assertThat(raw.refCnt()).isZero();
      stage.channel.pipeline().remove(HttpServerCodec.class);
      stage.writes("text");
      assertThat(stage.channel.<Object>readOutbound()).isEqualTo("text");
    }
  }
}
