package ai.matih.mirror.netty;

import ai.matih.mirror.test.TestServer;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** A Netty server on the loopback interface. */
final class NettyServer {

  /** What the pipeline of one connection, or of one HTTP/2 stream, consists of. */
  @FunctionalInterface
  interface Pipeline {

    void assemble(ChannelPipeline pipeline) throws Exception;
  }

  private NettyServer() {}

  static TestServer start(Pipeline pipeline) throws InterruptedException {
    return start(pipeline, false);
  }

  /** With half closure, a client that has sent all still gets its answers. */
  static TestServer start(Pipeline pipeline, boolean halfClosure) throws InterruptedException {
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    Channel server =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, halfClosure)
            .childHandler(initializer(pipeline))
            .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .sync()
            .channel();
    int port = ((InetSocketAddress) server.localAddress()).getPort();
    return TestServer.of(
        port, () -> loops.shutdownGracefully(0, 10, TimeUnit.SECONDS).syncUninterruptibly());
  }

  static ChannelInitializer<Channel> initializer(Pipeline pipeline) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) throws Exception {
        pipeline.assemble(channel.pipeline());
      }
    };
  }
}
