package ai.matih.mirror.netty;

import ai.matih.mirror.test.TestServer;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.nio.NioSocketChannel;

/**
 * Stands before a server that speaks TLS, for clients that do not: passes bytes on, and closes one
 * side when the other is closed.
 */
@SuppressWarnings("FutureReturnValueIgnored") // who is behind it learns by a closed connection
final class Front {

  private Front() {}

  /** Starts it; it stops with the server. */
  static TestServer before(TestServer server, NettyServer.Pipeline toServer) throws Exception {
    TestServer front =
        NettyServer.start(
            pipeline -> {
              pipeline.channel().config().setAutoRead(false);
              pipeline.addLast(new Connecting(server.port(), toServer));
            });
    return TestServer.of(
        front.port(),
        () -> {
          front.close();
          server.close();
        });
  }

  private static final class Connecting extends ChannelInboundHandlerAdapter {
    private final int port;
    private final NettyServer.Pipeline toServer;

    Connecting(int port, NettyServer.Pipeline toServer) {
      this.port = port;
      this.toServer = toServer;
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
                        toServer.assemble(pipeline);
                        pipeline.addLast(new Passing(client));
                      }))
              .connect("127.0.0.1", port);
      connected.addListener(
          done -> {
            context.pipeline().addLast(new Passing(connected.channel()));
            client.config().setAutoRead(true);
          });
    }
  }

  private static final class Passing extends ChannelInboundHandlerAdapter {
    private final Channel other;

    Passing(Channel other) {
      this.other = other;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      other.writeAndFlush(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      other.close();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}
