package ai.matih.mirror.netty;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.Exchange;
import ai.matih.mirror.ObservedResponse;
import ai.matih.mirror.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultFileRegion;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a response's way through a pipeline does to who looks on: the numbered traps. */
class ResponseTrapsTest {
  private static final String GET = "GET /a HTTP/1.1\r\nHost: primary\r\n\r\n";
  private static final String POST =
      "POST /b HTTP/1.1\r\nHost: primary\r\nContent-Length: 4\r\n\r\n";

  private static ObservedResponse observed(Stage stage) {
    Awaiting.until(() -> !stage.exchanges.isEmpty(), stage.mirror::stats);
    Exchange exchange = stage.exchanges.remove();
    assertThat(exchange.outcome()).isEqualTo(Outcome.RESPONDED);
    return Objects.requireNonNull(exchange.primary());
  }

  private static void assertBody(ObservedResponse response, String body) {
    CRC32C checksum = new CRC32C();
    checksum.update(body.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(response.bodyWhole()).isTrue();
    assertThat(response.bodyLength()).isEqualTo(body.length());
    assertThat(response.bodyChecksum()).isEqualTo(checksum.getValue());
  }

  @Test
  void n5_interimResponsesEndNoExchange() {
    try (Stage stage = Stage.asynchronous()) {
      stage.receives(POST);
      stage.writes(Stage.whole(100, ""));
      stage.writes(
          new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(103)),
          LastHttpContent.EMPTY_LAST_CONTENT);
      stage.receives("body");
      assertThat(stage.mirror.stats().inFlight()).isEqualTo(1);
      stage.copies.take().responds();
      stage.writes(Stage.whole(201, "made"));
      assertThat(stage.sent())
          .startsWith("HTTP/1.1 100 ")
          .contains("\r\n\r\nHTTP/1.1 103 ")
          .contains("\r\n\r\nHTTP/1.1 201 ")
          .endsWith("made");
      ObservedResponse response = observed(stage);
      assertThat(response.status()).isEqualTo(201);
      assertBody(response, "made");
    }
  }

  @Test
  void aClientThatCloses_onceItHasTheWholeLength_hasSeenAllOfIt() {
    try (Stage stage = Stage.asynchronous()) {
      stage.receives(GET);
      stage.copies.take().responds();
      stage.writes(Stage.head(200, 4), new DefaultHttpContent(Stage.bytes("body")));
      stage.channel.close().syncUninterruptibly();
      assertBody(observed(stage), "body");
    }
  }

  @Test
  void aClientThatCloses_beforeItHasTheWholeLength_hasNot() {
    try (Stage stage = Stage.asynchronous()) {
      stage.receives(GET);
      stage.copies.take().responds();
      stage.writes(Stage.head(200, 4), new DefaultHttpContent(Stage.bytes("bod")));
      stage.channel.close().syncUninterruptibly();
      assertThat(observed(stage).bodyWhole()).isFalse();
    }
  }

  @Test
  void n6_pipelinedResponsesBelongToTheirRequests() {
    try (Stage stage = Stage.asynchronous()) {
      stage.receives(GET + POST + "body" + GET);
      for (int i = 0; i < 3; i++) {
        stage.copies.take().responds();
      }
      for (int status = 201; status <= 203; status++) {
        stage.writes(Stage.whole(status, "body of " + status));
        ObservedResponse response = observed(stage);
        assertThat(response.status()).isEqualTo(status);
        assertBody(response, "body of " + status);
      }
    }
  }

  @Test
  void n6_moreUnansweredRequestsThanAClientMayPipeline_endTheLookingOn() {
    try (Stage stage = Stage.asynchronous()) {
      // As many as a codec lets through that was told to.
      for (int i = 0; i < 1500; i++) {
        FullHttpRequest request =
            new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/" + i);
        stage.channel.pipeline().context(HttpServerCodec.class).fireChannelRead(request);
      }
      assertThat(stage.mirror.stats().offered()).isEqualTo(1024);
      assertThat(stage.seen().stream().filter(HttpRequest.class::isInstance)).hasSize(1500);
      assertThat(stage.mirror.stats().inFlight()).isEqualTo(stage.copies.count());
    }
  }

  @Test
  void n7_responseMayEndBeforeTheRequestDoes() {
    try (Stage stage =
        Stage.asynchronous(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelRead(ChannelHandlerContext context, Object message) {
                if (message instanceof HttpRequest) {
                  var unused = context.writeAndFlush(Stage.whole(200, "early"));
                }
                ReferenceCountUtil.release(message);
              }
            })) {
      stage.receives(GET + POST + "bo");
      assertThat(stage.sent()).endsWith("early");
      assertThat(stage.copies.take().responds().line()).isEqualTo("GET /a");
      assertBody(observed(stage), "early");
      assertThat(stage.mirror.stats().inFlight()).isEqualTo(1);
      stage.receives("dy" + GET);
      assertThat(stage.copies.take().responds().body()).isEqualTo("body");
      assertBody(observed(stage), "early");
      stage.copies.take().responds();
      assertBody(observed(stage), "early");
    }
  }

  @Test
  void n8_contentBuffersAndHeadsInEveryShape_areOneBody() {
    try (Stage stage = Stage.asynchronous()) {
      stage.receives(GET);
      stage.copies.take().responds();
      stage.writes(
          Stage.head(200, 9),
          new DefaultHttpContent(Stage.bytes("abc")),
          Stage.bytes("def"),
          new DefaultHttpContent(Stage.bytes("ghi")),
          LastHttpContent.EMPTY_LAST_CONTENT);
      assertThat(stage.sent()).endsWith("\r\n\r\nabcdefghi");
      assertBody(observed(stage), "abcdefghi");
    }
  }

  @Test
  void n8_fileRegionPassesUnreadAndIsNotTakenForTheBody(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "from a file");
    try (Stage stage = Stage.asynchronous()) {
      stage.receives(GET);
      stage.copies.take().responds();
      DefaultFileRegion region = new DefaultFileRegion(file.toFile(), 0, 11);
      stage.writes(Stage.head(200, 11), region, LastHttpContent.EMPTY_LAST_CONTENT);
      assertThat(stage.sent()).endsWith("<DefaultFileRegion>");
      assertThat(region.refCnt()).isZero();
      ObservedResponse response = observed(stage);
      assertThat(response.status()).isEqualTo(200);
      assertThat(response.bodyWhole()).isFalse();
    }
  }

  @Test
  void n8_bufferBetweenTwoResponsesIsOfNeither() {
    try (Stage stage = Stage.asynchronous()) {
      stage.receives(GET + GET);
      stage.copies.take().responds();
      stage.copies.take().responds();
      stage.writes(Stage.whole(200, "one"), Stage.bytes(""), Stage.whole(200, "other"));
      assertBody(observed(stage), "one");
      assertBody(observed(stage), "other");
    }
  }

  @Test
  void n1_writtenMessagesAreLeftToThePipeline() {
    try (Stage stage = Stage.asynchronous()) {
      stage.receives(GET);
      stage.copies.take().responds();
      ByteBuf bytes = Stage.bytes("xbody");
      bytes.skipBytes(1);
      stage.writes(Stage.head(200, 4), bytes, LastHttpContent.EMPTY_LAST_CONTENT);
      assertThat(stage.sent()).endsWith("body");
      assertThat(bytes.refCnt()).isZero();
      assertBody(observed(stage), "body");
    }
  }

  @Test
  void n9_promisesPassThrough() {
    try (Stage stage = Stage.asynchronous()) {
      stage.receives(GET);
      stage.copies.take().responds();
      ChannelPromise promise = stage.channel.newPromise();
      var same = stage.channel.writeAndFlush(Stage.head(200, 0), promise);
      assertThat(same).isSameAs(promise);
      assertThat(promise.isSuccess()).isTrue();
      var unused =
          stage.channel.writeAndFlush(
              LastHttpContent.EMPTY_LAST_CONTENT, stage.channel.voidPromise());
      assertThat(stage.sent()).startsWith("HTTP/1.1 200 ");
      assertThat(observed(stage).status()).isEqualTo(200);
    }
  }

  @Test
  void responseThatBreaksOff_isNotComparedAsIfItWereWhole() {
    try (Stage stage = Stage.asynchronous()) {
      stage.receives(GET);
      stage.copies.take().responds();
      stage.writes(Stage.head(200, 9), new DefaultHttpContent(Stage.bytes("abc")));
      assertThat(stage.exchanges).isEmpty();
      stage.channel.close().syncUninterruptibly();
      assertThat(observed(stage).bodyWhole()).isFalse();
    }
  }

  @Test
  void responseThatNobodyAskedFor_isNobodys() {
    try (Stage stage = Stage.asynchronous()) {
      stage.writes(Stage.whole(408, "too slow"));
      assertThat(stage.sent()).endsWith("too slow");
      assertThat(stage.mirror.stats().offered()).isZero();
    }
  }
}
