package ai.matih.mirror.netty;

import ai.matih.mirror.RequestView;
import io.netty.channel.Channel;
import io.netty.channel.ServerChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The head of the request that a channel is reading; one view serves all of the channel's. */
final class LiveRequest implements RequestView {

  private final Channel channel;

  /** Whether the channel is a stream of an HTTP/2 connection, where cookies may come in pieces. */
  private final boolean http2;

  private @Nullable HttpRequest request;

  LiveRequest(Channel channel) {
    this.channel = channel;
    this.http2 = channel.parent() != null && !(channel.parent() instanceof ServerChannel);
  }

  /** Shows the request, or nothing any more. */
  RequestView of(@Nullable HttpRequest request) {
    this.request = request;
    return this;
  }

  private HttpRequest request() {
    HttpRequest live = request;
    if (live == null) {
      throw new IllegalStateException("the request is over");
    }
    return live;
  }

  @Override
  public String method() {
    return request().method().name();
  }

  @Override
  public String target() {
    return request().uri();
  }

  @Override
  public @Nullable String header(String name) {
    return request().headers().get(name);
  }

  @Override
  public void forEachHeader(BiConsumer<String, String> fields) {
    HttpHeaders headers = request().headers();
    boolean cookiesPassed = false;
    Iterator<Map.Entry<String, String>> each = headers.iteratorAsString();
    while (each.hasNext()) {
      Map.Entry<String, String> field = each.next();
      String name = field.getKey();
      if (http2 && HttpHeaderNames.TRANSFER_ENCODING.contentEqualsIgnoreCase(name)) {
        // The codec's own: no client can send it.
        continue;
      }
      if (!http2 || !HttpHeaderNames.COOKIE.contentEqualsIgnoreCase(name)) {
        fields.accept(name, field.getValue());
      } else if (!cookiesPassed) {
        cookiesPassed = true;
        fields.accept(name, String.join("; ", headers.getAll(HttpHeaderNames.COOKIE)));
      }
    }
  }

  @Override
  public long bodyLength() {
    HttpRequest live = request();
    if (live instanceof FullHttpRequest whole) {
      return whole.content().readableBytes();
    }
    return HttpUtil.isTransferEncodingChunked(live) ? -1 : HttpUtil.getContentLength(live, 0L);
  }

  @Override
  public @Nullable String clientAddress() {
    return channel.remoteAddress() instanceof InetSocketAddress address
        ? address.getAddress().getHostAddress()
        : null;
  }
}
