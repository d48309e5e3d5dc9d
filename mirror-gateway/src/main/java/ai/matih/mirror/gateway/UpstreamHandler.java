package ai.matih.mirror.gateway;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;

/**
 * Behind the codec of a connection to a service: puts the head that is to be sent in place of the
 * client library's own, which would be normalised, and takes out interim responses, which it would
 * take for the final one.
 */
@SuppressWarnings("FutureReturnValueIgnored") // who writes looks at the promise
final class UpstreamHandler extends ChannelDuplexHandler {
  static final String NAME = "upstream";
  static final AttributeKey<UpstreamHead> HEAD = AttributeKey.valueOf("mirror.gateway.head");

  private boolean interim;

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof HttpRequest request) {
      UpstreamHead head = context.channel().attr(HEAD).getAndSet(null);
      if (head == null) {
        ReferenceCountUtil.release(message);
        promise.setFailure(new IllegalStateException("a request without a head"));
        return;
      }
      head.applyTo(request);
    }
    context.write(message, promise);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpResponse response && !response.decoderResult().isFailure()) {
      interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
      if (response.status().code() == 101) {
        // Nobody has asked for it, and what follows is not HTTP.
        ReferenceCountUtil.release(message);
        context.close();
        return;
      }
    }
    if (interim) {
      interim = !(message instanceof LastHttpContent);
      ReferenceCountUtil.release(message);
      context.read();
    } else {
      context.fireChannelRead(message);
    }
  }
}
