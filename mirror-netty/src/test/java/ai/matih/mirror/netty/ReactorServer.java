package ai.matih.mirror.netty;

import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.test.Field;
import ai.matih.mirror.test.TestApp;
import ai.matih.mirror.test.TestServer;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelPipeline;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Bridges the application to a reactor-netty server. */
final class ReactorServer {

  private ReactorServer() {}

  /** N19: the one hook that works for HTTP/1.1 and HTTP/2, and sees the first request's head. */
  static HttpServer mirrored(HttpServer server, TrafficMirror mirror) {
    return server.doOnConnection(
        connection -> {
          ChannelPipeline pipeline = connection.channel().pipeline();
          if (pipeline.get("mirror") == null) {
            pipeline.addAfter(
                NettyPipeline.HttpTrafficHandler, "mirror", new MirrorHandler(mirror));
          }
        });
  }

  static TestServer start(HttpServer server, TestApp app, @Nullable TrafficMirror mirror) {
    HttpServer hooked = mirror == null ? server : mirrored(server, mirror);
    DisposableServer bound =
        hooked
            .host("127.0.0.1")
            .port(0)
            .handle((request, response) -> handle(app, request, response))
            .bindNow();
    return TestServer.of(bound.port(), () -> bound.disposeNow(Duration.ofSeconds(10)));
  }

  private static Publisher<Void> handle(
      TestApp app, HttpServerRequest request, HttpServerResponse response) {
    BodyStream body = new BodyStream();
    var unused =
        request.receive().asByteArray().subscribe(body::add, error -> body.abort(), body::end);
    List<Field> fields =
        request.requestHeaders().entries().stream()
            .map(field -> new Field(field.getKey(), field.getValue()))
            .toList();
    TestApp.Call call = new TestApp.Call(request.method().name(), request.uri(), fields, body);
    return Mono.fromCallable(() -> answer(app, call))
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
}
