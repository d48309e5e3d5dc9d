package ai.matih.mirror.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Serves the management API: who may call, what a body may be, and how answers look. */
final class Management {
  static final String BASE_PATH = "/api/v1/gateway/";
  private static final Logger LOGGER = LoggerFactory.getLogger(Management.class);
  private static final int MAX_BODY_BYTES = 64 * 1024;
  private static final String REQUEST_ID = "X-Request-ID";

  private final Endpoints endpoints;
  private final Tokens tokens;
  private final Scheduler worker;

  /**
   * @param worker where calls run, which may block
   */
  Management(Endpoints endpoints, Tokens tokens, Scheduler worker) {
    this.endpoints = endpoints;
    this.tokens = tokens;
    this.worker = worker;
  }

  Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
    String id = requestId(request.requestHeaders().get(REQUEST_ID));
    response.header(REQUEST_ID, id);
    String path = request.uri().split("\\?", 2)[0];
    if (path.equals(BASE_PATH + "health") && request.method().name().equals("GET")) {
      return send(response, 200, Json.write(Map.of("status", "UP")));
    }
    return Mono.fromCallable(() -> admit(request, path))
        .flatMap(found -> body(request).publishOn(worker).map(body -> reply(found, request, body)))
        .flatMap(reply -> Mono.from(send(response, reply.status(), reply.json(id, now()))))
        .onErrorResume(error -> Mono.from(refuse(response, error)));
  }

  private static String now() {
    return Instant.now(Clock.systemUTC()).truncatedTo(ChronoUnit.MILLIS).toString();
  }

  private Endpoints.Found admit(HttpServerRequest request, String path) {
    Role role = tokens.role(request.requestHeaders().get(HttpHeaderNames.AUTHORIZATION));
    if (role == null) {
      throw new RefusedException(
          Problem.NO_TOKEN, "Authorization: missing or wrong (expected: Bearer and a token)");
    }
    String call = path.startsWith(BASE_PATH) ? path.substring(BASE_PATH.length()) : "";
    Endpoints.Found found = endpoints.find(request.method().name(), call);
    if (!role.includes(found.role())) {
      throw new RefusedException(
          Problem.WRONG_ROLE, "role " + role + " (expected: " + found.role() + ")");
    }
    return found;
  }

  private static Mono<String> body(HttpServerRequest request) {
    return request
        .receive()
        .reduceWith(ByteArrayOutputStream::new, Management::append)
        .map(bytes -> bytes.toString(StandardCharsets.UTF_8));
  }

  private static ByteArrayOutputStream append(ByteArrayOutputStream body, ByteBuf bytes) {
    if (body.size() + bytes.readableBytes() > MAX_BODY_BYTES) {
      throw new RefusedException(
          Problem.TOO_LARGE, "body: too long (expected: " + MAX_BODY_BYTES + " bytes at most)");
    }
    byte[] copy = new byte[bytes.readableBytes()];
    bytes.readBytes(copy);
    body.writeBytes(copy);
    return body;
  }

  private static ApiReply reply(Endpoints.Found found, HttpServerRequest request, String body) {
    String key = request.requestHeaders().get("X-Idempotency-Key");
    return found.does().apply(new ApiCall(found.names(), body, key));
  }

  private static Publisher<Void> refuse(HttpServerResponse response, Throwable error) {
    if (error instanceof RefusedException refused) {
      Problem problem = refused.problem();
      if (problem == Problem.NO_TOKEN) {
        // RFC 9110, section 15.5.2.
        response.header(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
      }
      response.keepAlive(problem != Problem.TOO_LARGE);
      return send(response, problem.status(), problem.json(message(error)));
    }
    if (error instanceof IllegalArgumentException) {
      return send(response, Problem.BAD_BODY.status(), Problem.BAD_BODY.json(message(error)));
    }
    LOGGER.error("a call of the management API failed", error);
    return send(
        response, Problem.INTERNAL.status(), Problem.INTERNAL.json("failed; the log says why"));
  }

  private static String message(Throwable error) {
    return String.valueOf(error.getMessage());
  }

  /** The caller's, as long as it is one that can be logged and sent back. */
  private static String requestId(@Nullable String given) {
    return given != null && given.matches("[A-Za-z0-9._:-]{1,128}")
        ? given
        : UUID.randomUUID().toString();
  }

  private static Publisher<Void> send(HttpServerResponse response, int status, String json) {
    response.status(HttpResponseStatus.valueOf(status));
    if (json.isEmpty()) {
      return response.send();
    }
    return response
        .header(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
        .sendByteArray(Mono.just(json.getBytes(StandardCharsets.UTF_8)));
  }
}
