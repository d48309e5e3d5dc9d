package ai.matih.mirror.netty;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.Exchange;
import ai.matih.mirror.MirrorConfig;
import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.compare.Comparison;
import ai.matih.mirror.compare.ComparisonResult;
import ai.matih.mirror.test.NoLeaks;
import ai.matih.mirror.test.RawClient;
import ai.matih.mirror.test.Recorder;
import ai.matih.mirror.test.TestServer;
import ai.matih.mirror.test.WireRequest;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.DefaultFileRegion;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** N8: files go to the socket without a copy, compared or not, and so cannot be compared. */
@ExtendWith(NoLeaks.class)
class ComparisonOfFilesTest {
  private static final String TEXT = "from a file ".repeat(50_000);

  private final BlockingQueue<Exchange> exchanges = new LinkedBlockingQueue<>();
  private final Recorder recorder = Recorder.start();
  private final TrafficMirror mirror =
      TrafficMirror.builder("files")
          .to(MirrorConfig.of("127.0.0.1", recorder.port()))
          .compare(Comparison.defaults())
          .listener(exchanges::add)
          .build();
  private Path file = Path.of("");

  @BeforeEach
  void write(@TempDir Path folder) throws IOException {
    file = Files.writeString(folder.resolve("file"), TEXT);
  }

  @AfterEach
  void stop() {
    mirror.close();
    recorder.close();
  }

  @Test
  void fileRegionOfAPipeline() throws Exception {
    try (TestServer server =
        NettyServer.start(
            pipeline -> {
              pipeline.addLast(new HttpServerCodec());
              MirrorHandler.install(pipeline, mirror);
              pipeline.addLast(new Sending(file));
            })) {
      assertSent(server.port());
    }
  }

  private static final class Sending extends ChannelInboundHandlerAdapter {
    private final Path file;

    Sending(Path file) {
      this.file = file;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof LastHttpContent) {
        var unusedHead = context.write(Stage.head(200, TEXT.length()));
        var unusedRegion = context.write(new DefaultFileRegion(file.toFile(), 0, TEXT.length()));
        var unusedEnd = context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
      }
      ReferenceCountUtil.release(message);
    }
  }

  @Test
  void sendFileOfReactorNetty() throws Exception {
    DisposableServer server =
        ReactorServer.mirrored(HttpServer.create(), mirror)
            .host("127.0.0.1")
            .port(0)
            .handle((request, response) -> response.sendFile(file))
            .bindNow();
    try {
      assertSent(server.port());
    } finally {
      server.disposeNow(Duration.ofSeconds(10));
    }
  }

  private void assertSent(int port) throws Exception {
    recorder.answer(
        copy -> "HTTP/1.1 200 OK\r\nContent-Length: " + TEXT.length() + "\r\n\r\n" + TEXT);
    try (RawClient client = RawClient.connect(port)) {
      assertThat(client.exchange(WireRequest.get("/file")).body()).isEqualTo(TEXT);
    }
    @Nullable Exchange exchange = exchanges.poll(15, TimeUnit.SECONDS);
    assertThat(exchange).isNotNull();
    assertThat(Objects.requireNonNull(exchange).comparison()).isNotNull();
    assertThat(Objects.requireNonNull(exchange.comparison()).state())
        .isEqualTo(ComparisonResult.State.NOT_COMPARABLE);
    Awaiting.until(() -> mirror.stats().inFlight() == 0, mirror::stats);
    assertThat(mirror.stats().heldBytes()).isZero();
    assertThat(recorder.take().target()).isEqualTo("/file");
  }
}
