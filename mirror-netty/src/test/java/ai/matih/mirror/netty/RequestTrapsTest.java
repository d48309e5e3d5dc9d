package ai.matih.mirror.netty;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpExpectationFailedEvent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request's way through a pipeline does to who looks on: the numbered traps. */
class RequestTrapsTest {
  private static final String FIRST = "GET /first HTTP/1.1\r\nHost: a\r\n\r\n";
  private static final String CHUNKED =
      "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String POST =
      "POST /a HTTP/1.1\r\nHost: primary\r\nContent-Length: 10\r\n\r\n";

  @Test
  void n1_messagesReachTheApplicationWithTheirOneReference() {
    try (Stage stage = Stage.asynchronous()) {
      stage.receives(POST + "01234").receives("56789");
      List<Object> seen = stage.seen();
      assertThat(seen.stream().filter(HttpContent.class::isInstance))
          .allSatisfy(content -> assertThat(ReferenceCountUtil.refCnt(content)).isEqualTo(1));
      StringBuilder body = new StringBuilder();
      for (Object message : seen) {
        if (message instanceof HttpContent content) {
          body.append(content.content().toString(StandardCharsets.US_ASCII));
        }
        ReferenceCountUtil.release(message);
      }
      assertThat(body).hasToString("0123456789");
      assertThat(stage.copies.take().responds().body()).isEqualTo("0123456789");
    }
  }

  @Test
  void n1_readIndexOfContentIsLeftAsItWas() {
    try (Stage stage = Stage.asynchronous()) {
      ByteBuf parts =
          Unpooled.wrappedBuffer(Stage.bytes("xx01"), Stage.bytes("234"), Stage.bytes("56789"));
      parts.skipBytes(2);
      stage
          .channel
          .pipeline()
          .context(HttpServerCodec.class)
          .fireChannelRead(request("10"))
          .fireChannelRead(new DefaultLastHttpContent(parts));
      assertThat(parts.readerIndex()).isEqualTo(2);
      assertThat(parts.refCnt()).isEqualTo(1);
      assertThat(stage.copies.take().responds().body()).isEqualTo("0123456789");
    }
  }

  private static DefaultHttpRequest request(String length) {
    DefaultHttpRequest request =
        new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST, "/a");
    request.headers().set("Host", "primary").set("Content-Length", length);
    return request;
  }

  @Test
  void n2_bodiesAreCopied_notRetained() {
    try (Stage stage = Stage.asynchronous()) {
      stage.receives(POST + "0123456789");
      List<Object> seen = stage.seen();
      seen.forEach(ReferenceCountUtil::release);
      assertThat(seen.stream().filter(HttpContent.class::isInstance))
          .allSatisfy(content -> assertThat(ReferenceCountUtil.refCnt(content)).isLessThan(1));
      assertThat(stage.copies.take().responds().body()).isEqualTo("0123456789");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        POST + "0123",
        CHUNKED + "3\r\nabc\r\n",
        CHUNKED + "3\r\nabc\r\nzz\r\n",
        CHUNKED + "0\r\nx\r\n",
      })
  void n3_n11_bodyThatDoesNotEnd_isDroppedWithTheChannel(String wire) {
    try (Stage stage = Stage.asynchronous()) {
      stage.receives(wire);
      assertThat(stage.mirror.stats().offered()).isEqualTo(1);
      stage.channel.close().syncUninterruptibly();
      assertThat(stage.count(Outcome.BODY_INCOMPLETE)).isEqualTo(1);
      assertThat(stage.mirror.stats().heldBytes()).isZero();
      assertThat(stage.copies.count()).isZero();
    }
  }

  @Test
  void n3_removedInTheMiddle_drops() {
    try (Stage stage = Stage.asynchronous()) {
      stage.receives(POST + "0123");
      stage.channel.pipeline().remove(MirrorHandler.class);
      assertThat(stage.count(Outcome.BODY_INCOMPLETE)).isEqualTo(1);
      stage.receives("456789");
      List<Object> seen = stage.seen();
      assertThat(seen).hasSize(3);
      seen.forEach(ReferenceCountUtil::release);
      stage.writes(Stage.whole(200, "ok"));
      assertThat(stage.sent()).endsWith("ok");
    }
  }

  @Test
  void n10_requestThatTheCodecRefuses_isNotOffered() {
    for (String wire :
        List.of(
            "nonsense\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(9000) + "\r\n\r\n",
            "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab")) {
      try (Stage stage = Stage.asynchronous()) {
        stage.receives(wire);
        assertThat(stage.mirror.stats().offered()).as(wire).isZero();
        stage.writes(Stage.whole(400, "bad"));
        assertThat(stage.sent()).startsWith("HTTP/1.1 400 ").endsWith("bad");
      }
    }
  }

  @Test
  void n10_bodyThatTheCodecRefuses_isDroppedAtOnce_andTheRequestsBeforeItAreNot() {
    try (Stage stage = Stage.asynchronous()) {
      stage.receives(FIRST + CHUNKED + "-1\r\n");
      assertThat(stage.count(Outcome.BODY_INCOMPLETE)).isEqualTo(1);
      assertThat(stage.copies.take().responds().line()).isEqualTo("GET /first");
      stage.writes(Stage.whole(200, "one"), Stage.whole(400, "two"));
      assertThat(stage.sent()).contains("HTTP/1.1 200 ").endsWith("two");
      assertThat(stage.copies.count()).isZero();
    }
  }

  @Test
  void n12_trailersAreNotCopied() {
    try (Stage stage = Stage.asynchronous()) {
      stage.receives(
          CHUNKED.replace("Host", "Trailer: X-Late\r\nHost")
              + "3\r\nabc\r\n0\r\nX-Late: 1\r\n\r\n");
      Copies.Copy copy = stage.copies.take().responds();
      assertThat(copy.body()).isEqualTo("abc");
      assertThat(copy.values("X-Late")).isEmpty();
      assertThat(copy.values("Trailer")).isEmpty();
      assertThat(copy.values("Content-Length")).containsExactly("3");
    }
  }

  @Test
  void n17_wholeRequestIsHeadContentAndEndAtOnce() {
    try (Stage stage = Stage.asynchronous()) {
      DefaultFullHttpRequest request =
          new DefaultFullHttpRequest(
              HttpVersion.HTTP_1_1, HttpMethod.PUT, "/whole", Stage.bytes("all of it"));
      request.headers().set("Host", "a").set("Content-Length", "9");
      stage.channel.pipeline().context(HttpServerCodec.class).fireChannelRead(request);
      Copies.Copy copy = stage.copies.take().responds();
      assertThat(copy.line()).isEqualTo("PUT /whole");
      assertThat(copy.body()).isEqualTo("all of it");
      assertThat(stage.seen()).containsExactly(request);
      request.release();
      stage.writes(Stage.whole(200, "ok"));
    }
  }

  @Test
  void n17_contentsAfterTheHeadAreAppended() {
    try (Stage stage = Stage.asynchronous()) {
      stage
          .channel
          .pipeline()
          .context(HttpServerCodec.class)
          .fireChannelRead(request("4"))
          .fireChannelRead(new DefaultHttpContent(Stage.bytes("ab")))
          .fireChannelRead(new DefaultHttpContent(Stage.bytes("")))
          .fireChannelRead(new DefaultLastHttpContent(Stage.bytes("cd")));
      assertThat(stage.copies.take().responds().body()).isEqualTo("abcd");
    }
  }

  @Test
  void n18_whatTheApplicationThrows_passesOnAndTheExchangeGoesOn() {
    List<Throwable> caught = new ArrayList<>();
    try (Stage stage =
        Stage.asynchronous(
            new ChannelDuplexHandler() {
              @Override
              public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
                caught.add(cause);
              }
            })) {
      IllegalStateException error = new IllegalStateException();
      stage.receives(POST + "0123");
      stage.channel.pipeline().fireExceptionCaught(error);
      assertThat(caught).containsExactly(error);
      stage.receives("456789");
      stage.writes(Stage.whole(500, "error"));
      assertThat(stage.copies.take().responds().body()).isEqualTo("0123456789");
    }
  }

  @Test
  void aBodyThatTheClientWasToldNotToSend_isDroppedAtOnce() {
    try (Stage stage = Stage.asynchronous(new HttpObjectAggregator(5))) {
      stage.receives(
          "POST /a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n");
      assertThat(stage.sent()).startsWith("HTTP/1.1 413 ");
      assertThat(stage.count(Outcome.BODY_INCOMPLETE)).isEqualTo(1);
      Awaiting.until(() -> stage.mirror.stats().inFlight() == 0, stage.mirror::stats);
      stage.receives("GET /next HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(stage.copies.take().responds().line()).isEqualTo("GET /next");
    }
  }

  @Test
  void otherEventsPassOn() {
    List<Object> events = new ArrayList<>();
    try (Stage stage =
        Stage.asynchronous(
            new ChannelDuplexHandler() {
              @Override
              public void userEventTriggered(ChannelHandlerContext context, Object event) {
                events.add(event);
              }
            })) {
      stage.channel.pipeline().fireUserEventTriggered("event");
      stage.channel.pipeline().fireUserEventTriggered(HttpExpectationFailedEvent.INSTANCE);
      assertThat(events).containsExactly("event", HttpExpectationFailedEvent.INSTANCE);
    }
  }
}
