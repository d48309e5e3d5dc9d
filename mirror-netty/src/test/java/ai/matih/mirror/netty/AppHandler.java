package ai.matih.mirror.netty;

import ai.matih.mirror.test.Field;
import ai.matih.mirror.test.TestApp;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/** Bridges the application to a Netty pipeline; its calls run one after the other, off the loop. */
@SuppressWarnings("FutureReturnValueIgnored") // a test looks at what arrives
final class AppHandler extends ChannelInboundHandlerAdapter {
  private final TestApp app;
  private final ExecutorService calls =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "app");
            thread.setDaemon(true);
            return thread;
          });
  private BodyStream body = new BodyStream();

  AppHandler(TestApp app) {
    this.app = app;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (message instanceof HttpRequest request) {
        body = new BodyStream();
        if (request.decoderResult().isFailure()) {
          afterCalls(
              context,
              () ->
                  context
                      .writeAndFlush(full(400, "bad request"))
                      .addListener(ChannelFutureListener.CLOSE));
        } else {
          call(context, request, body);
        }
      }
      if (message instanceof HttpContent content) {
        read(context, content);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void read(ChannelHandlerContext context, HttpContent content) {
    if (content.decoderResult().isFailure()) {
      body.abort();
      afterCalls(context, context::close);
      return;
    }
    body.add(ByteBufUtil.getBytes(content.content()));
    if (content instanceof LastHttpContent) {
      body.end();
    }
  }

  private void call(ChannelHandlerContext context, HttpRequest request, BodyStream stream) {
    String method = request.method().name();
    List<Field> fields =
        request.headers().entries().stream()
            .map(field -> new Field(field.getKey(), field.getValue()))
            .toList();
    TestApp.Call call = new TestApp.Call(method, request.uri(), fields, stream);
    calls.execute(
        () -> {
          write(context, method, answer(call));
        });
  }

  /** Runs the task once the calls before it have been answered. */
  private void afterCalls(ChannelHandlerContext context, Runnable task) {
    calls.execute(() -> onLoop(context, task));
  }

  private static void onLoop(ChannelHandlerContext context, Runnable task) {
    try {
      context.executor().execute(task);
    } catch (RejectedExecutionException e) {
      // The server has been stopped.
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event == ChannelInputShutdownEvent.INSTANCE) {
      body.abort();
      afterCalls(context, context::close);
    }
    context.fireUserEventTriggered(event);
  }

  private TestApp.Answer answer(TestApp.Call call) {
    try {
      return app.handle(call);
    } catch (Exception e) {
      return new TestApp.Answer(
          500, List.of(), List.of("error".getBytes(StandardCharsets.ISO_8859_1)));
    }
  }

  private static void write(ChannelHandlerContext context, String method, TestApp.Answer answer) {
    HttpResponse head =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()));
    answer.fields().forEach(field -> head.headers().add(field.name(), field.value()));
    boolean bodiless = method.equals("HEAD") || answer.status() == 204;
    if (answer.pieces().size() > 1) {
      HttpUtil.setTransferEncodingChunked(head, true);
    } else if (answer.status() != 204) {
      head.headers()
          .set(
              HttpHeaderNames.CONTENT_LENGTH,
              answer.pieces().stream().mapToInt(p -> p.length).sum());
    }
    context.write(head);
    if (!bodiless) {
      for (byte[] piece : answer.pieces()) {
        context.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(piece)));
        Awaiting.until(() -> isWritableOrClosed(context.channel()), context::channel);
        if (!context.channel().isActive()) {
          return;
        }
      }
    }
    context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
  }

  private static boolean isWritableOrClosed(Channel channel) {
    return channel.isWritable() || !channel.isActive();
  }

  private static HttpResponse full(int status, String text) {
    ByteBuf content = Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    HttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), content);
    HttpUtil.setContentLength(response, text.length());
    HttpUtil.setKeepAlive(response, false);
    return response;
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    body.abort();
    calls.shutdown();
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close();
  }
}
