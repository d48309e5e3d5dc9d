package ai.matih.mirror.dispatch;

import ai.matih.mirror.FieldLookup;
import ai.matih.mirror.MirrorRequest;
import ai.matih.mirror.Outcome;
import ai.matih.mirror.ResponseObserver;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection to the target: writes a copy, reads its response, and is then ready for the next.
 *
 * <p>It goes on only while both sides certainly agree on where a message ends. Anything that comes
 * unasked, is malformed, or is left over after a response closes it, so that no answer is ever
 * taken for that of another copy.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails on a channel arrives in exceptionCaught
final class Connection extends ChannelInboundHandlerAdapter {
  /** A body is written in pieces of this size; another follows when the one before has left. */
  private static final int PIECE = 64 * 1024;

  private static final int MAX_DRAINED = 1024 * 1024;

  /** So that a target's change of address is followed, under load too. */
  private static final long LIFETIME = TimeUnit.SECONDS.toNanos(60);

  private final ConnectionPool pool;
  private final RequestWriter writer;
  private final ResponseDecoder decoder = new ResponseDecoder();
  private final long retiresAt = System.nanoTime() + LIFETIME;
  private @Nullable ChannelHandlerContext context;

  /** The copy it carries, until its response is over and nothing has followed. */
  private @Nullable Transfer transfer;

  private Iterator<ByteBuffer> unsent = Collections.emptyIterator();
  private @Nullable ResponseObserver response;

  /** Bytes of its body. */
  private int drained;

  private boolean responseOver;
  private boolean reusable = true;
  private boolean reused;
  private long idleNanos = KeepAlive.DEFAULT_IDLE;
  private long staleAt;

  Connection(ConnectionPool pool, RequestWriter writer) {
    this.pool = pool;
    this.writer = writer;
  }

  ResponseDecoder decoder() {
    return decoder;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    this.context = context;
  }

  boolean isActive() {
    return context != null && context.channel().isActive();
  }

  /** Whether it has been idle for so long that the target may close it any moment. */
  boolean isStale(long now) {
    return now - staleAt >= 0;
  }

  void idle() {
    staleAt = System.nanoTime() + idleNanos;
  }

  void close() {
    if (context != null) {
      context.close();
    }
  }

  /**
   * Starts to send a copy.
   *
   * @return false when it must not be sent because it is malformed; then nothing was written
   */
  boolean start(Transfer next) {
    ChannelHandlerContext out = context;
    MirrorRequest request = next.request;
    if (out == null) {
      return false;
    }
    ByteBuf first = writer.write(request, out.alloc(), Math.min(request.bodyLength(), PIECE));
    if (first == null) {
      return false;
    }
    transfer = next;
    decoder.expect(request.method());
    Iterator<ByteBuffer> pieces = request.body().iterator();
    if (pieces.hasNext()) {
      first.writeBytes(pieces.next());
    }
    unsent = pieces;
    next.sent();
    out.writeAndFlush(first, out.voidPromise());
    writeMore(out);
    return true;
  }

  private void writeMore(ChannelHandlerContext out) {
    while (unsent.hasNext() && out.channel().isWritable()) {
      ByteBuffer piece = unsent.next();
      ByteBuf bytes = out.alloc().ioBuffer(piece.remaining()).writeBytes(piece);
      out.writeAndFlush(bytes, out.voidPromise());
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    writeMore(context);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      Transfer current = transfer;
      if (current == null || responseOver) {
        reusable = false;
        context.close();
      } else if (message instanceof HttpObject object) {
        read(current, object);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void read(Transfer current, HttpObject object) {
    if (object.decoderResult().isFailure()) {
      Throwable cause = object.decoderResult().cause();
      if (cause instanceof PrematureChannelClosureException) {
        fail(current, Outcome.CONNECTION_LOST, cause);
      } else {
        // The cause's message quotes the response, and would go into the log.
        String kind = cause.getClass().getSimpleName();
        fail(current, Outcome.MALFORMED_RESPONSE, new ProtocolException("response: " + kind));
      }
      return;
    }
    if (object instanceof HttpResponse head) {
      int status = head.status().code();
      if (head.protocolVersion().majorVersion() != 1 || status == 101) {
        fail(current, Outcome.MALFORMED_RESPONSE, null);
        return;
      }
      if (status == 408 && reused) {
        // Said of the idle connection (RFC 9110, section 15.5.9) as the copy was on its way.
        fail(current, Outcome.CONNECTION_LOST, null);
        return;
      }
      if (head.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
        drained = 0;
        response = current.observer();
        response.head(status, fields(head.headers()));
        reusable &= HttpUtil.isKeepAlive(head);
        idleNanos = KeepAlive.idleNanos(head);
      }
    }
    ResponseObserver observer = response;
    if (observer != null && object instanceof HttpContent content) {
      observe(content.content(), observer);
      if (content instanceof LastHttpContent) {
        respond(current, observer);
      } else if (drained > MAX_DRAINED) {
        observer.opaque();
        reusable = false;
        respond(current, observer);
      }
    }
  }

  private void observe(ByteBuf bytes, ResponseObserver observer) {
    drained += bytes.readableBytes();
    if (observer.wantsBody()) {
      for (ByteBuffer part : bytes.nioBuffers()) {
        observer.body(part);
      }
    }
  }

  private static FieldLookup fields(HttpHeaders headers) {
    return name -> headers.contains(name) ? String.join(", ", headers.getAll(name)) : null;
  }

  private void respond(Transfer current, ResponseObserver observer) {
    responseOver = true;
    reusable &= !unsent.hasNext();
    pool.responded(current, observer.observed(current.request.method(), current.elapsed()));
    if (!reusable) {
      close();
    }
  }

  private void fail(Transfer current, Outcome outcome, @Nullable Throwable cause) {
    reusable = false;
    pool.failed(current, outcome, cause);
    close();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (transfer == null || responseOver) {
      if (decoder.hasLeftovers() || !reusable) {
        context.close();
      } else if (responseOver) {
        finish();
      }
    }
  }

  /** The response is over, and nothing came after it. */
  private void finish() {
    transfer = null;
    response = null;
    responseOver = false;
    reused = true;
    if (System.nanoTime() - retiresAt >= 0 || idleNanos <= 0) {
      close();
    } else {
      pool.release(this);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (transfer != null) {
      pool.failed(transfer, Outcome.CONNECTION_LOST, null);
    }
    pool.disconnected(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (transfer != null) {
      boolean network = cause instanceof IOException || cause instanceof DecoderException;
      pool.failed(transfer, network ? Outcome.CONNECTION_LOST : Outcome.INTERNAL_ERROR, cause);
    }
    context.close();
  }
}
