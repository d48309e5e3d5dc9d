package ai.matih.mirror.netty;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.Exchange;
import ai.matih.mirror.MirrorConfig;
import ai.matih.mirror.Outcome;
import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.TrafficMirrorBuilder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;

/** One channel without a network, mirrored, on the test's own thread. */
final class Stage implements AutoCloseable {
  static final MirrorConfig TARGET = MirrorConfig.of("127.0.0.1", 9).withLogResponses(false);

  final Copies copies = new Copies();
  final Queue<Exchange> exchanges = new ConcurrentLinkedQueue<>();
  final TrafficMirror mirror;
  final EmbeddedChannel channel;

  private Stage(UnaryOperator<TrafficMirrorBuilder> settings, ChannelHandler... behind) {
    mirror =
        settings
            .apply(
                TrafficMirror.builder("stage")
                    .to(TARGET)
                    .dispatcher(copies)
                    .timeout(Duration.ofMinutes(10))
                    .exchangeTimeout(Duration.ofMinutes(10))
                    .closeTimeout(Duration.ofMillis(1))
                    .listener(exchanges::add))
            .build();
    channel = new EmbeddedChannel(new HttpServerCodec(), new MirrorHandler(mirror));
    channel.pipeline().addLast(behind);
  }

  static Stage asynchronous(ChannelHandler... behind) {
    return new Stage(settings -> settings, behind);
  }

  static Stage synchronous(ChannelHandler... behind) {
    return synchronous(settings -> settings, behind);
  }

  static Stage synchronous(UnaryOperator<TrafficMirrorBuilder> settings, ChannelHandler... behind) {
    return new Stage(builder -> settings.apply(builder.to(TARGET.withSynchronous(true))), behind);
  }

  static Stage with(UnaryOperator<TrafficMirrorBuilder> settings, ChannelHandler... behind) {
    return new Stage(settings, behind);
  }

  /** The client sends these bytes, at once. */
  Stage receives(String wire) {
    channel.writeInbound(Unpooled.copiedBuffer(wire, StandardCharsets.ISO_8859_1));
    return this;
  }

  /** The application writes these messages and flushes. */
  void writes(Object... messages) {
    for (Object message : messages) {
      var unused = channel.write(message);
    }
    channel.flush();
    channel.runPendingTasks();
  }

  /** What has reached the client since this was asked last. */
  String sent() {
    channel.runPendingTasks();
    StringBuilder text = new StringBuilder();
    for (Object next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
      if (next instanceof ByteBuf bytes) {
        text.append(bytes.toString(StandardCharsets.ISO_8859_1));
      } else {
        text.append('<').append(next.getClass().getSimpleName()).append('>');
      }
      ReferenceCountUtil.release(next);
    }
    return text.toString();
  }

  /** What has reached the application since this was asked last; the test owns it. */
  List<Object> seen() {
    List<Object> seen = new ArrayList<>();
    for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
      seen.add(next);
    }
    return seen;
  }

  long count(Outcome outcome) {
    return mirror.stats().count(outcome);
  }

  static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
  }

  static FullHttpResponse whole(int status, String body) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), bytes(body));
    if (status >= 200) {
      HttpUtil.setContentLength(response, body.length());
    }
    return response;
  }

  static HttpResponse head(int status, int length) {
    HttpResponse response =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
    if (status >= 200) {
      HttpUtil.setContentLength(response, length);
    }
    return response;
  }

  /** Ends the channel; nothing may be left in flight or held, and the counters must add up. */
  @Override
  public void close() {
    seen().forEach(ReferenceCountUtil::release);
    channel.finishAndReleaseAll();
    while (copies.count() > 0) {
      copies.take().responds();
    }
    Awaiting.until(
        () -> mirror.stats().inFlight() == 0 && mirror.stats().heldBytes() == 0, mirror::stats);
    long ended = mirror.stats().outcomes().values().stream().mapToLong(Long::longValue).sum();
    assertThat(ended).as("outcomes").isEqualTo(mirror.stats().offered());
    mirror.close();
  }
}
