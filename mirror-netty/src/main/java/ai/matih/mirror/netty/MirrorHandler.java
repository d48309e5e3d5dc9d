package ai.matih.mirror.netty;

import ai.matih.mirror.Capture;
import ai.matih.mirror.TrafficMirror;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpExpectationFailedEvent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Mirrors the requests of one channel. Its place is right behind the codec, so that it sees what
 * came over the wire and all that goes back:
 *
 * <pre>
 * pipeline.addLast(new HttpServerCodec());
 * <b>pipeline.addLast(new MirrorHandler(mirror));</b>
 * pipeline.addLast(new HttpContentCompressor());
 * pipeline.addLast(new HttpObjectAggregator(1048576));
 * pipeline.addLast(application);
 * </pre>
 *
 * <p>For HTTP/2 it goes into each child channel, behind {@code Http2StreamFrameToHttpObjectCodec}.
 * {@link #install} finds the place.
 *
 * <p>In reactor-netty one hook sees all, in HTTP/1.1 and HTTP/2. It runs for each request:
 *
 * <pre>{@code
 * HttpServer.create().doOnConnection(connection -> {
 *   ChannelPipeline pipeline = connection.channel().pipeline();
 *   if (pipeline.get("mirror") == null) {
 *     pipeline.addAfter(NettyPipeline.HttpTrafficHandler, "mirror", new MirrorHandler(mirror));
 *   }
 * });
 * }</pre>
 *
 * <p>Every message passes on as it came, with its promise; bytes are copied before. Backpressure is
 * left alone. Only in synchronous mode are a response's writes kept back, in order, until the
 * mirror has answered. After an upgrade or a CONNECT that was granted, the handler removes itself.
 *
 * <p>Not sharable: one instance per channel.
 */
@SuppressWarnings("FutureReturnValueIgnored") // who writes looks at the promise
public final class MirrorHandler extends ChannelDuplexHandler {

  /** Which mirror a request is offered to, where a channel serves several routes. */
  @FunctionalInterface
  public interface Choice {

    /**
     * The mirror of the request's route, or null if the request is of none. Called on the channel's
     * event loop with the request's head, and must be quick; if it throws, nothing more of the
     * channel is mirrored.
     */
    @Nullable TrafficMirror mirror(HttpRequest request);
  }

  private static final String NAME = "mirror";
  private static final String HTTP2_CODEC =
      "io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec";

  /** More unanswered requests than this are not the traffic of a client that waits for answers. */
  private static final int MAX_PIPELINED = 1024;

  private static final int SWITCHING_PROTOCOLS = 101;

  private final Choice choice;
  private final HeldWrites held = new HeldWrites();

  /** Exchanges whose response is not over, the eldest first. */
  private final Queue<LiveExchange> unanswered = new ArrayDeque<>();

  /** The exchange whose request is being read. */
  private LiveExchange reading = LiveExchange.NOT_MIRRORED;

  /** The exchange whose response is being written, or null between two responses. */
  private @Nullable LiveExchange writing;

  private @Nullable LiveRequest view;
  private boolean passive;

  /** A handler for one channel; it leaves the mirror open. */
  public MirrorHandler(TrafficMirror mirror) {
    this(request -> mirror);
  }

  /** A handler for one channel that serves several routes; it leaves their mirrors open. */
  public MirrorHandler(Choice choice) {
    this.choice = choice;
  }

  /**
   * Adds a handler to the pipeline, right behind the codec of HTTP/1.1 or of an HTTP/2 child
   * channel.
   *
   * @throws IllegalArgumentException if the pipeline has no such codec, with what it has
   */
  public static void install(ChannelPipeline pipeline, TrafficMirror mirror) {
    for (Map.Entry<String, ChannelHandler> entry : pipeline) {
      ChannelHandler handler = entry.getValue();
      if (handler instanceof HttpServerCodec || handler.getClass().getName().equals(HTTP2_CODEC)) {
        pipeline.addAfter(entry.getKey(), NAME, new MirrorHandler(mirror));
        return;
      }
    }
    throw new IllegalArgumentException(
        "pipeline: "
            + pipeline.names()
            + " (expected: one with HttpServerCodec, or an HTTP/2 child channel's with"
            + " Http2StreamFrameToHttpObjectCodec)");
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    view = new LiveRequest(context.channel());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (!passive) {
      try {
        read(message);
      } catch (Throwable error) {
        abandon();
      }
    }
    context.fireChannelRead(message);
  }

  private void read(Object message) {
    if (message instanceof HttpRequest request) {
      begin(request);
    }
    if (message instanceof HttpContent content) {
      reading.read(content);
      if (content instanceof LastHttpContent) {
        reading = LiveExchange.NOT_MIRRORED;
      }
    }
  }

  private void begin(HttpRequest request) {
    LiveRequest shown = view;
    if (shown == null || unanswered.size() >= MAX_PIPELINED) {
      abandon();
      return;
    }
    breakOff();
    if (!request.decoderResult().isFailure()) {
      TrafficMirror mirror = choice.mirror(request);
      Capture capture = mirror == null ? Capture.NONE : mirror.begin(shown.of(request));
      shown.of(null);
      reading = LiveExchange.of(capture, request.method().name());
    }
    unanswered.add(reading);
  }

  /** The request that is being read, if any, ends here: nothing of its body follows. */
  private void breakOff() {
    reading.end();
    reading = LiveExchange.NOT_MIRRORED;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == HttpExpectationFailedEvent.INSTANCE) {
      // The codec skips the body that the client was told not to send.
      breakOff();
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    LiveExchange exchange = LiveExchange.NOT_MIRRORED;
    boolean switching = false;
    try {
      exchange = exchange(message);
      switching = isSwitching(exchange, message);
      exchange.write(message);
    } catch (Throwable error) {
      abandon();
    }
    if (message instanceof LastHttpContent) {
      responseOver();
    }
    if (held.isEmpty() && !exchange.capture().holdsResponse()) {
      context.write(message, promise);
    } else {
      held.write(context, exchange, message, promise);
    }
    if (switching) {
      context.pipeline().remove(this);
    }
  }

  /** The exchange that the written message is of. */
  private LiveExchange exchange(Object message) {
    if (message instanceof HttpResponse head) {
      writing = isInterim(head) ? LiveExchange.INTERIM : unanswered.peek();
    }
    LiveExchange written = writing;
    return written == null ? LiveExchange.NOT_MIRRORED : written;
  }

  private void responseOver() {
    if (writing != null && writing != LiveExchange.INTERIM) {
      unanswered.poll();
    }
    writing = null;
  }

  /**
   * Whether it is not the response yet, though it may be a FullHttpResponse: a client that waits
   * for 100 Continue would wait for ever.
   */
  private static boolean isInterim(HttpResponse head) {
    return head.status().codeClass() == HttpStatusClass.INFORMATIONAL
        && head.status().code() != SWITCHING_PROTOCOLS;
  }

  /** Whether what follows is not HTTP/1.1 any more (RFC 9110, sections 9.3.6 and 15.2.2). */
  private static boolean isSwitching(LiveExchange exchange, Object message) {
    return message instanceof HttpResponse head
        && (head.status().code() == SWITCHING_PROTOCOLS
            || (exchange == LiveExchange.CONNECT
                && head.status().codeClass() == HttpStatusClass.SUCCESS));
  }

  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    if (held.isEmpty()) {
      context.close(promise);
    } else {
      held.close(context, promise);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    abandon();
    held.discard();
    context.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    abandon();
    held.letGo(context);
  }

  /**
   * Ends what is under way and looks at nothing any more: the channel is closed or speaks another
   * protocol, or which response answers which request cannot be told.
   */
  private void abandon() {
    passive = true;
    unanswered.forEach(LiveExchange::end);
    reading.end();
    unanswered.clear();
    reading = LiveExchange.NOT_MIRRORED;
    writing = null;
  }
}
