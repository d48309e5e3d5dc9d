package ai.matih.mirror.netty;

import ai.matih.mirror.test.TestServer;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrameToHttpObjectCodec;
import io.netty.handler.codec.http2.HttpConversionUtil.ExtensionHeaderNames;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Stands before a server that speaks HTTP/2, for clients that speak HTTP/1.1: each request becomes
 * a stream of one connection, one after the other. What HTTP/2 cannot carry is answered 400.
 */
@SuppressWarnings("FutureReturnValueIgnored") // who is behind it learns by a closed connection
final class Http2Front {

  private Http2Front() {}

  /** Starts it; it stops with the server. */
  static TestServer before(TestServer server, NettyServer.Pipeline beforeHttp2) throws Exception {
    TestServer front =
        NettyServer.start(
            pipeline -> {
              pipeline.channel().config().setAutoRead(false);
              pipeline.addLast(new HttpServerCodec());
              pipeline.addLast(new HttpServerKeepAliveHandler());
              pipeline.addLast(new Client(server.port(), beforeHttp2));
            });
    return TestServer.of(
        front.port(),
        () -> {
          front.close();
          server.close();
        });
  }

  private static final class Client extends ChannelInboundHandlerAdapter {
    private final int port;
    private final NettyServer.Pipeline beforeHttp2;
    private final Queue<Object> waiting = new ArrayDeque<>();
    private @Nullable Channel connection;
    private @Nullable Channel stream;
    private boolean opening;
    private boolean requestOver;
    private boolean responseOver;

    Client(int port, NettyServer.Pipeline beforeHttp2) {
      this.port = port;
      this.beforeHttp2 = beforeHttp2;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
      Channel client = context.channel();
      ChannelFuture connected =
          new Bootstrap()
              .group(client.eventLoop())
              .channel(NioSocketChannel.class)
              .handler(
                  NettyServer.initializer(
                      pipeline -> {
                        beforeHttp2.assemble(pipeline);
                        pipeline.addLast(Http2FrameCodecBuilder.forClient().build());
                        pipeline.addLast(
                            new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
                        pipeline.addLast(new ClosingWith(client));
                      }))
              .connect("127.0.0.1", port);
      connected.addListener(
          done -> {
            connection = connected.channel();
            client.config().setAutoRead(true);
          });
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      waiting.add(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      pass(context);
    }

    private void pass(ChannelHandlerContext context) {
      Channel open = stream;
      while (open != null && !requestOver && !waiting.isEmpty()) {
        Object message = whole(waiting.remove());
        requestOver = message instanceof LastHttpContent;
        open.writeAndFlush(message).addListener(done -> failed(context, done.isSuccess()));
      }
      if (open != null && requestOver && responseOver) {
        stream = null;
        open = null;
      }
      if (open == null && !opening && waiting.peek() instanceof HttpRequest request) {
        open(context, request);
      }
    }

    /**
     * A request without a body ends with its head, as clients send it. Its end in a frame of its
     * own could arrive after the response has, and such a request is not copied.
     */
    private Object whole(Object message) {
      if (!(message instanceof HttpRequest head)
          || waiting.peek() != LastHttpContent.EMPTY_LAST_CONTENT
          || head.headers().contains(HttpHeaderNames.CONTENT_LENGTH)
          || head.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)) {
        return message;
      }
      waiting.remove();
      return new DefaultFullHttpRequest(
          head.protocolVersion(),
          head.method(),
          head.uri(),
          Unpooled.EMPTY_BUFFER,
          head.headers(),
          EmptyHttpHeaders.INSTANCE);
    }

    private void open(ChannelHandlerContext context, HttpRequest request) {
      if (request.decoderResult().isFailure() || connection == null) {
        failed(context, false);
        return;
      }
      // As a proxy does with a target in absolute form.
      request.setUri(originForm(request.uri()));
      opening = true;
      requestOver = false;
      responseOver = false;
      new Http2StreamChannelBootstrap(connection)
          .handler(
              NettyServer.initializer(
                  pipeline -> {
                    pipeline.addLast(new Http2StreamFrameToHttpObjectCodec(false));
                    pipeline.addLast(new Stream(context));
                  }))
          .open()
          .addListener(
              opened -> {
                opening = false;
                stream = (Channel) opened.getNow();
                pass(context);
              });
    }

    private static String originForm(String uri) {
      String path = uri.replaceFirst("^http://[^/?]*", "");
      return path.isEmpty() ? "/" : path;
    }

    private void failed(ChannelHandlerContext context, boolean success) {
      if (!success && context.channel().isActive()) {
        context
            .writeAndFlush(Stage.whole(400, "not for HTTP/2"))
            .addListener(ChannelFutureListener.CLOSE);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      waiting.forEach(ReferenceCountUtil::release);
      waiting.clear();
      if (connection != null) {
        connection.close();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }

    /** Passes the response of one stream back. */
    private final class Stream extends ChannelInboundHandlerAdapter {
      private final ChannelHandlerContext client;
      private boolean over;

      Stream(ChannelHandlerContext client) {
        this.client = client;
      }

      @Override
      public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpResponse response) {
          response.headers().remove(ExtensionHeaderNames.STREAM_ID.text());
          boolean interim = response.status().code() < 200;
          over = !interim && message instanceof LastHttpContent;
        } else if (message instanceof LastHttpContent) {
          over = true;
        }
        responseOver = over;
        client.writeAndFlush(message);
        pass(client);
      }

      @Override
      public void channelInactive(ChannelHandlerContext context) {
        if (!over) {
          failed(client, false);
        }
      }

      @Override
      public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
      }
    }
  }

  private static final class ClosingWith extends ChannelInboundHandlerAdapter {
    private final Channel client;

    ClosingWith(Channel client) {
      this.client = client;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      // Frames of the connection itself, as settings.
      ReferenceCountUtil.release(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      client.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}
