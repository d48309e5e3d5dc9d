package ai.matih.mirror.gateway;

import ai.matih.mirror.test.Field;
import ai.matih.mirror.test.WireRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32C;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/**
 * Sums up each request that it gets, method, target, the test's fields in their order, and body,
 * and compares it with the sum that the request carries.
 */
final class DigestServer implements AutoCloseable {
  static final String SUM = "X-Sum";
  static final String NUMBER = "X-Number";
  private static final String FIELDS = "x-t-";

  private final LoopResources loops = LoopResources.create("digest", 1, true);
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final BitSet seen = new BitSet();
  private final DisposableServer server;
  private final String name;

  DigestServer(String name) {
    this.name = name;
    server =
        HttpServer.create()
            .runOn(loops)
            .host("127.0.0.1")
            .port(0)
            .httpRequestDecoder(spec -> spec.maxInitialLineLength(1 << 16))
            .handle(this::handle)
            .bindNow();
  }

  int port() {
    return server.port();
  }

  /** How many requests came. */
  int count() {
    return count.get();
  }

  /** What came altered, or twice. */
  Queue<String> wrong() {
    return wrong;
  }

  private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
    return request
        .receive()
        .aggregate()
        .asByteArray()
        .defaultIfEmpty(new byte[0])
        .flatMap(
            body -> {
              String sum = sum(request, body);
              check(request, sum);
              return Mono.from(response.sendString(Mono.just(sum)));
            });
  }

  private void check(HttpServerRequest request, String sum) {
    String given = request.requestHeaders().get(SUM);
    int number = Integer.parseInt(request.requestHeaders().get(NUMBER));
    boolean first;
    synchronized (seen) {
      first = !seen.get(number);
      seen.set(number);
    }
    if (!sum.equals(given) || !first) {
      wrong.add(name + ": " + number + " " + request.method() + " " + request.uri());
    }
    count.incrementAndGet();
  }

  private static String sum(HttpServerRequest request, byte[] body) {
    StringBuilder head = new StringBuilder(request.method() + " " + request.uri() + "\n");
    for (Map.Entry<String, String> field : request.requestHeaders()) {
      append(head, field.getKey(), field.getValue());
    }
    return sum(head, body);
  }

  private static void append(StringBuilder head, String name, String value) {
    if (name.toLowerCase(Locale.ROOT).startsWith(FIELDS)) {
      head.append(name).append(':').append(value).append('\n');
    }
  }

  private static String sum(StringBuilder head, byte[] body) {
    CRC32C sum = new CRC32C();
    sum.update(head.toString().getBytes(StandardCharsets.ISO_8859_1));
    sum.update(body);
    return Long.toHexString(sum.getValue()) + "-" + body.length;
  }

  /** The request with its number and its sum. */
  static WireRequest summed(WireRequest request, int number) {
    return request.with(NUMBER, "" + number).with(SUM, sum(request));
  }

  static String sum(WireRequest request) {
    StringBuilder head = new StringBuilder(request.method() + " " + request.target() + "\n");
    for (Field field : request.fields()) {
      append(head, field.name(), field.value());
    }
    return sum(head, request.body().getBytes(StandardCharsets.ISO_8859_1));
  }

  @Override
  public void close() {
    server.disposeNow(Duration.ofSeconds(5));
    loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block();
  }
}
