package ai.matih.mirror.gateway;

import ai.matih.mirror.test.Field;
import ai.matih.mirror.test.TestApp;
import ai.matih.mirror.test.TestServer;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** A service behind the gateway: the application on a server of its own. */
final class Upstream {

  private Upstream() {}

  static TestServer start(TestApp app) {
    return start(app, answer -> {});
  }

  /**
   * Starts the service.
   *
   * @param answers hears what the application answers
   */
  static TestServer start(TestApp app, Consumer<TestApp.Answer> answers) {
    DisposableServer server =
        HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .httpRequestDecoder(spec -> spec.maxInitialLineLength(1 << 16).maxHeaderSize(1 << 17))
            .handle((request, response) -> handle(app, answers, request, response))
            .bindNow();
    return TestServer.of(server.port(), () -> server.disposeNow(Duration.ofSeconds(10)));
  }

  private static Publisher<Void> handle(
      TestApp app,
      Consumer<TestApp.Answer> answers,
      HttpServerRequest request,
      HttpServerResponse response) {
    List<Field> fields =
        request.requestHeaders().entries().stream()
            .map(field -> new Field(field.getKey(), field.getValue()))
            .toList();
    InputStream body =
        new Body(request.receive().asByteArray().toIterable(Integer.MAX_VALUE).iterator());
    TestApp.Call call = new TestApp.Call(request.method().name(), request.uri(), fields, body);
    return Mono.fromCallable(() -> answer(app, call))
        .doOnNext(answers)
        .subscribeOn(Schedulers.boundedElastic())
        .flatMap(answer -> Mono.from(send(call.method(), answer, response)));
  }

  private static TestApp.Answer answer(TestApp app, TestApp.Call call) {
    try {
      return app.handle(call);
    } catch (Exception e) {
      return new TestApp.Answer(
          500, List.of(), List.of("error".getBytes(StandardCharsets.ISO_8859_1)));
    }
  }

  private static Publisher<Void> send(
      String method, TestApp.Answer answer, HttpServerResponse response) {
    response.status(answer.status());
    answer.fields().forEach(field -> response.addHeader(field.name(), field.value()));
    if (answer.pieces().size() == 1) {
      response.header("Content-Length", "" + answer.pieces().get(0).length);
    }
    return method.equals("HEAD") || answer.status() == 204
        ? response.send()
        : response.send(
            Flux.fromIterable(answer.pieces())
                .subscribeOn(Schedulers.boundedElastic())
                .map(Unpooled::wrappedBuffer),
            piece -> true);
  }

  /** Blocks until bytes have come. */
  private static final class Body extends InputStream {
    private final Iterator<byte[]> pieces;
    private ByteArrayInputStream piece = new ByteArrayInputStream(new byte[0]);

    Body(Iterator<byte[]> pieces) {
      this.pieces = pieces;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      try {
        while (piece.available() == 0) {
          if (!pieces.hasNext()) {
            return -1;
          }
          piece = new ByteArrayInputStream(pieces.next());
        }
        return piece.read(bytes, offset, length);
      } catch (RuntimeException e) {
        throw new IOException("the client is gone", e);
      }
    }
  }
}
