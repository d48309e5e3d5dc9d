package ai.matih.mirror.netty;

import ai.matih.mirror.Capture;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufHolder;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.ByteBuffer;

/**
 * A request and its response on one channel, over when both halves are, in whichever order. Used on
 * the channel's event loop.
 */
final class LiveExchange {

  /** Of every request that is not mirrored; it has no state. */
  static final LiveExchange NOT_MIRRORED = new LiveExchange(Capture.NONE);

  /** The same of a CONNECT request, after which the connection is not HTTP any more. */
  static final LiveExchange CONNECT = new LiveExchange(Capture.NONE);

  /** Stands for an interim response, which ends no exchange. */
  static final LiveExchange INTERIM = new LiveExchange(Capture.NONE);

  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  private final Capture capture;
  private final boolean toHead;
  private boolean halfOver;

  /** How many bytes of the response's body are to come; not 0 as long as nobody can tell. */
  private long left = -1;

  private LiveExchange(Capture capture) {
    this(capture, "");
  }

  private LiveExchange(Capture capture, String method) {
    this.capture = capture;
    this.toHead = method.equals("HEAD");
  }

  static LiveExchange of(Capture capture, String method) {
    if (capture == Capture.NONE) {
      return method.equals("CONNECT") ? CONNECT : NOT_MIRRORED;
    }
    return new LiveExchange(capture, method);
  }

  Capture capture() {
    return capture;
  }

  /** Content of the request, before it passes to the application, who may release it. */
  void read(HttpContent content) {
    if (capture == Capture.NONE) {
      return;
    }
    if (content.decoderResult().isFailure()) {
      end();
      return;
    }
    ByteBuf bytes = content.content();
    if (bytes.isReadable() && capture.wantsBody()) {
      for (ByteBuffer buffer : bytes.nioBuffers()) {
        capture.body(buffer);
      }
    }
    if (content instanceof LastHttpContent) {
      capture.bodyEnd();
      halfOver();
    }
  }

  /** A message of the response, before it passes to the transport, which releases it. */
  void write(Object message) {
    if (capture == Capture.NONE) {
      return;
    }
    if (message instanceof HttpResponse head) {
      HttpHeaders headers = head.headers();
      capture.response(
          head.status().code(),
          name -> headers.contains(name) ? String.join(", ", headers.getAll(name)) : null);
      left = length(head);
    }
    if (capture.wantsResponse()) {
      if (message instanceof ByteBufHolder holder) {
        wrote(holder.content());
      } else if (message instanceof ByteBuf bytes) {
        wrote(bytes);
      } else if (!(message instanceof HttpResponse)) {
        // A FileRegion: its bytes go from the file to the socket.
        capture.responseOpaque();
      }
    }
    if (message instanceof LastHttpContent) {
      halfOver();
    }
  }

  /** RFC 9112, section 6.3. */
  private long length(HttpResponse response) {
    int status = response.status().code();
    return toHead || status == NO_CONTENT || status == NOT_MODIFIED
        ? 0
        : HttpUtil.getContentLength(response, -1L);
  }

  private void wrote(ByteBuf bytes) {
    left -= bytes.readableBytes();
    for (ByteBuffer buffer : bytes.nioBuffers()) {
      capture.responseBody(buffer);
    }
  }

  private void halfOver() {
    if (halfOver) {
      capture.end();
    }
    halfOver = true;
  }

  /**
   * The channel, or what is HTTP of it, is over. The client may close it as soon as it has the
   * response by its length, before the end of the response was written.
   */
  void end() {
    if (capture != Capture.NONE) {
      if (left != 0) {
        capture.responseOpaque();
      }
      capture.end();
    }
  }
}
