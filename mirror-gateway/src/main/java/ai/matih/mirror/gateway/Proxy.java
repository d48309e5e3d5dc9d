package ai.matih.mirror.gateway;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.timeout.ReadTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Passes each request on to its route's service, and the service's response back, as they come. */
final class Proxy {
  private final Supplier<RouteTable> routes;
  private final ServiceLog log;

  Proxy(Supplier<RouteTable> routes, ServiceLog log) {
    this.routes = routes;
    this.log = log;
  }

  Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
    Decision decision =
        routes
            .get()
            .decide(request.version(), request.method(), request.uri(), request.requestHeaders());
    if (decision instanceof Decision.Forward forward) {
      return forward(forward, request, response);
    }
    Decision.Refusal refusal = (Decision.Refusal) decision;
    // What follows a request that is not understood is not understood either.
    response.keepAlive(refusal.problem() == Problem.NO_ROUTE);
    return answer(response, refusal.problem(), refusal.message());
  }

  private Publisher<Void> forward(
      Decision.Forward forward, HttpServerRequest request, HttpServerResponse response) {
    UpstreamHead head = UpstreamHead.of(request, forward.service());
    return forward
        .upstream()
        // UpstreamHandler replaces method and target; for a GET the client would collect the body.
        .request(HttpMethod.POST)
        .uri("/")
        .send(
            (ignored, outbound) -> {
              outbound.withConnection(
                  connection -> connection.channel().attr(UpstreamHandler.HEAD).set(head));
              return head.hasBody() ? outbound.send(request.receive().retain()) : Mono.empty();
            })
        .response(
            (received, content) -> {
              log.answered(forward.service());
              return relay(request, response, received, content);
            })
        .onErrorResume(error -> failed(forward.service(), response, error));
  }

  private static Publisher<Void> relay(
      HttpServerRequest request,
      HttpServerResponse response,
      HttpClientResponse received,
      ByteBufFlux content) {
    response.status(received.status());
    HttpHeaders fields = UpstreamHead.endToEnd(received.responseHeaders());
    if (needsChunks(request.version(), received.status(), fields)) {
      fields.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
      AtomicReference<@Nullable HttpHeaders> trailers = new AtomicReference<>();
      received.trailerHeaders().subscribe(trailers::set);
      response.trailerHeaders(
          sent -> {
            HttpHeaders last = trailers.get();
            if (last != null) {
              sent.add(last);
            }
          });
    }
    response.responseHeaders().set(fields);
    return response.send(content.retain());
  }

  private static boolean needsChunks(
      HttpVersion client, HttpResponseStatus status, HttpHeaders fields) {
    return client.equals(HttpVersion.HTTP_1_1)
        && !fields.contains(HttpHeaderNames.CONTENT_LENGTH)
        && status.code() != 204
        && status.code() != 304;
  }

  private Publisher<Void> failed(Service service, HttpServerResponse response, Throwable error) {
    if (isClosed(response)) {
      // The client went away: no fault of the service's.
      return Mono.empty();
    }
    Problem problem = problem(error);
    log.failed(service, problem, error);
    if (response.hasSentHeaders()) {
      // The server closes the connection, which is how the client learns that this was not all.
      return Mono.error(error);
    }
    return answer(response, problem, message(service, problem));
  }

  private static boolean isClosed(HttpServerResponse response) {
    boolean[] active = new boolean[1];
    response.withConnection(connection -> active[0] = connection.channel().isActive());
    return !active[0];
  }

  private static Problem problem(Throwable error) {
    if (error instanceof ReadTimeoutException || error instanceof ConnectTimeoutException) {
      return Problem.UPSTREAM_TIMEOUT;
    }
    // Both are the pool's.
    return error instanceof RejectedExecutionException || error instanceof TimeoutException
        ? Problem.OVERLOADED
        : Problem.UPSTREAM_FAILED;
  }

  private static String message(Service service, Problem problem) {
    String what =
        switch (problem) {
          case UPSTREAM_TIMEOUT -> "did not answer in time";
          case OVERLOADED -> "has no connection free";
          default -> "did not answer";
        };
    return "service " + service.name() + " " + what;
  }

  private static Publisher<Void> answer(
      HttpServerResponse response, Problem problem, String message) {
    return response
        .status(HttpResponseStatus.valueOf(problem.status()))
        .header(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
        .sendByteArray(Mono.just(problem.json(message).getBytes(StandardCharsets.UTF_8)));
  }
}
