package ai.matih.mirror.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.util.BitSet;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32C;

/**
 * Where copies go: counts those that came whole, by their checksum, and each number once. It
 * answers well or not at all, as it is told.
 *
 * <p>Commands: {@code count} replies with how many were whole, damaged, and there before.
 */
final class Target {

  /** How a request is answered. */
  enum Mode {
    ANSWER,
    NO_CONTENT,
    HUNG,
    SLOW,
    GARBAGE
  }

  /** What has come to a target by now. */
  record Count(long whole, long damaged, long repeated) {
    static Count of(String reply) {
      String[] numbers = reply.split(" ", -1);
      return new Count(
          Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
    }
  }

  private static final long SLOW_MILLIS = 500;

  /** The primary's too, so that a comparison finds nothing. */
  static final byte[] BODY = "{\"id\":42,\"state\":\"stored\",\"total\":1.50}\n".getBytes(US_ASCII);

  private static final byte[] GARBAGE = "\0\1\2garbage\r\n\r\n".getBytes(US_ASCII);

  private final Mode mode;

  // Written by the one event loop.
  private final BitSet seen = new BitSet();
  private volatile long whole;
  private volatile long damaged;
  private volatile long repeated;

  Target(Mode mode) {
    this.mode = mode;
  }

  /** Runs a target: its mode, in lower case. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Target target = new Target(Mode.valueOf(args[0].toUpperCase(Locale.ROOT)));
    Commands.serve(target.start(), command -> target.count());
  }

  /** Starts to listen on a free port of the loopback interface, with one event loop. */
  int start() throws InterruptedException {
    EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    Channel listening =
        new ServerBootstrap()
            .group(loop)
            .channel(NioServerSocketChannel.class)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new HttpServerCodec(), new Handler());
                  }
                })
            .bind("127.0.0.1", 0)
            .sync()
            .channel();
    return ((java.net.InetSocketAddress) listening.localAddress()).getPort();
  }

  String count() {
    return whole + " " + damaged + " " + repeated;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one event loop
  private void came(long number, boolean asSent) {
    if (!asSent) {
      damaged++;
    } else if (seen.get((int) number)) {
      repeated++;
    } else {
      seen.set((int) number);
      whole++;
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a client that is gone wants no answer
  private final class Handler extends SimpleChannelInboundHandler<HttpObject> {
    private final CRC32C checksum = new CRC32C();
    private String expected = "";
    private long number;

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
      if (message instanceof HttpRequest request) {
        checksum.reset();
        expected = request.headers().get(WireRequest.CHECKSUM, "");
        number = WireRequest.number(request.headers().get(WireRequest.ID, "0".repeat(12)));
      }
      if (message instanceof HttpContent content) {
        checksum.update(content.content().nioBuffer());
      }
      if (message instanceof LastHttpContent) {
        came(number, expected.equals(WireRequest.hex(checksum.getValue())));
        answer(context);
      }
    }

    private void answer(ChannelHandlerContext context) {
      switch (mode) {
        case ANSWER -> respond(context, HttpResponseStatus.OK, Unpooled.wrappedBuffer(BODY));
        case NO_CONTENT -> respond(context, HttpResponseStatus.NO_CONTENT, Unpooled.EMPTY_BUFFER);
        case HUNG -> {}
        case SLOW ->
            context
                .executor()
                .schedule(
                    () -> respond(context, HttpResponseStatus.OK, Unpooled.wrappedBuffer(BODY)),
                    SLOW_MILLIS,
                    TimeUnit.MILLISECONDS);
        case GARBAGE ->
            context
                .pipeline()
                .context(HttpServerCodec.class)
                .writeAndFlush(Unpooled.wrappedBuffer(GARBAGE));
      }
    }

    private void respond(ChannelHandlerContext context, HttpResponseStatus status, ByteBuf body) {
      DefaultFullHttpResponse response =
          new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
      if (body.isReadable()) {
        response.headers().set("content-length", body.readableBytes());
        response.headers().set("content-type", "application/json");
      }
      context.writeAndFlush(response, context.voidPromise());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}
