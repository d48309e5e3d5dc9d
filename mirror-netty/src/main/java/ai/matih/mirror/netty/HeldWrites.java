package ai.matih.mirror.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What a channel keeps back in synchronous mode, in the order in which it was written. Used on the
 * channel's event loop.
 *
 * <p>All that is held is accounted for by the exchange in front, whose response is what the others
 * wait behind; when it goes, the next that has to wait takes the account over.
 */
@SuppressWarnings("FutureReturnValueIgnored") // who writes looks at the promise
final class HeldWrites {
  private static final Object CLOSE = new Object();

  /** What a message without content costs at least, so that many small ones are bounded too. */
  private static final int LEAST = 256;

  private record Held(LiveExchange exchange, Object message, ChannelPromise promise) {}

  private final ArrayDeque<Held> held = new ArrayDeque<>();
  private @Nullable LiveExchange front;
  private int bytes;
  private boolean draining;

  boolean isEmpty() {
    return held.isEmpty() && !draining;
  }

  void write(
      ChannelHandlerContext context,
      LiveExchange exchange,
      Object message,
      ChannelPromise promise) {
    int size = size(message);
    held.add(new Held(exchange, message, promise));
    bytes += size;
    if (front == null) {
      drain(context);
    } else if (!front.capture().tryHoldResponse(size)) {
      drain(context);
    }
  }

  /** A close waits for what was written before. */
  void close(ChannelHandlerContext context, ChannelPromise promise) {
    write(context, LiveExchange.NOT_MIRRORED, CLOSE, promise);
  }

  /** Writes what need not wait any more. What is written meanwhile lines up behind. */
  void drain(ChannelHandlerContext context) {
    if (draining) {
      return;
    }
    draining = true;
    boolean wrote = false;
    while (!held.isEmpty() && !waits(context, held.element().exchange)) {
      front = null;
      Held next = held.remove();
      bytes -= size(next.message);
      if (next.message == CLOSE) {
        context.flush();
        context.close(next.promise);
      } else {
        context.write(next.message, next.promise);
        wrote = true;
      }
    }
    draining = false;
    if (wrote) {
      context.flush();
    }
  }

  private boolean waits(ChannelHandlerContext context, LiveExchange exchange) {
    if (!exchange.capture().holdsResponse()) {
      return false;
    }
    if (front == exchange) {
      return true;
    }
    if (!exchange.capture().tryHoldResponse(bytes)) {
      return false;
    }
    front = exchange;
    exchange.capture().whenReleased(() -> context.executor().execute(() -> drain(context)));
    return true;
  }

  /** Writes everything, whether it should wait or not. */
  void letGo(ChannelHandlerContext context) {
    held.forEach(next -> next.exchange.capture().letResponseGo());
    drain(context);
  }

  /** The channel is closed. */
  void discard() {
    ClosedChannelException closed = new ClosedChannelException();
    for (Held next : held) {
      ReferenceCountUtil.release(next.message);
      if (next.message == CLOSE) {
        next.promise.trySuccess();
      } else {
        next.promise.tryFailure(closed);
      }
    }
    held.clear();
    bytes = 0;
  }

  /** What memory the message holds. */
  private static int size(Object message) {
    if (message == CLOSE) {
      return 0;
    }
    int content = 0;
    if (message instanceof ByteBuf buffer) {
      content = buffer.readableBytes();
    } else if (message instanceof ByteBufHolder holder) {
      content = holder.content().readableBytes();
    }
    return Math.max(LEAST, content);
  }
}
