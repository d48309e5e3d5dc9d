package ai.matih.mirror.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.Exchange;
import ai.matih.mirror.MirrorConfig;
import ai.matih.mirror.MirrorStats;
import ai.matih.mirror.ObservedResponse;
import ai.matih.mirror.Outcome;
import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.TrafficMirrorBuilder;
import ai.matih.mirror.compare.ComparisonResult;
import ai.matih.mirror.test.RecordedRequest;
import ai.matih.mirror.test.Recorder;
import ai.matih.mirror.test.TestServer;
import ai.matih.mirror.test.WireRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** One application on two servers, of which one is mirrored. */
final class Twins implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 20;

  final Recorder recorder = Recorder.start();
  final TrafficMirror mirror;
  final TestServer mirrored;
  private final TestServer plain;
  private final BlockingQueue<Exchange> exchanges = new LinkedBlockingQueue<>();

  Twins(Container container, WebApp app, UnaryOperator<TrafficMirrorBuilder> settings)
      throws Exception {
    mirror =
        settings
            .apply(
                TrafficMirror.builder("traps")
                    .to(MirrorConfig.of("127.0.0.1", recorder.port()))
                    .listener(exchanges::add))
            .build();
    plain = container.start(app);
    mirrored = container.start(app.mirroredBy(mirror));
  }

  /** Sends the request to both, and returns the one reply that both must give, to its last byte. */
  String exchange(WireRequest request) {
    return exchange(request.with("Connection", "close").wire());
  }

  String exchange(String bytes) {
    String expected = masked(raw(plain.port(), bytes));
    String reply = masked(raw(mirrored.port(), bytes));
    assertThat(reply).as("the client's reply").isEqualTo(expected);
    return reply;
  }

  /** From now on the mirror's target answers what the server without a mirror does. */
  void mirrorAnswersLikeThePrimary() {
    recorder.answer(
        copy -> {
          String request = copy.raw().replaceFirst("\r\n", "\r\nConnection: close\r\n");
          return withFraming(raw(plain.port(), request));
        });
  }

  /** The reply with a length if it ends with the connection. */
  private static String withFraming(String reply) {
    int end = reply.indexOf("\r\n\r\n");
    String head = reply.substring(0, end).toLowerCase(Locale.ROOT);
    boolean framed =
        head.contains("\r\ncontent-length:") || head.contains("\r\ntransfer-encoding:");
    return framed || head.matches("(?s)http/1.1 [23]04.*")
        ? reply
        : reply.substring(0, end)
            + "\r\nContent-Length: "
            + (reply.length() - end - 4)
            + reply.substring(end);
  }

  private static String raw(int port, String bytes) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(PATIENCE_SECONDS * 1000);
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String masked(String reply) {
    return reply.replaceAll("(?m)^Date: .*$", "Date:");
  }

  /** The reply's body, without its framing. */
  static String body(String reply) {
    int end = reply.indexOf("\r\n\r\n");
    String framed = reply.substring(end + 4);
    return reply.substring(0, end).contains("Transfer-Encoding: chunked")
        ? withoutChunks(framed)
        : framed;
  }

  private static String withoutChunks(String framed) {
    StringBuilder body = new StringBuilder();
    int at = 0;
    int length;
    do {
      int lineEnd = framed.indexOf("\r\n", at);
      length = Integer.parseInt(framed.substring(at, lineEnd), 16);
      body.append(framed, lineEnd + 2, lineEnd + 2 + length);
      at = lineEnd + 2 + length + 2;
    } while (length > 0);
    return body.toString();
  }

  /** How the next exchange has ended, or ends soon. */
  Exchange ended() {
    try {
      return Objects.requireNonNull(
          exchanges.poll(PATIENCE_SECONDS, TimeUnit.SECONDS), "no exchange ended");
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  /** The next exchange has ended so, and has left no copy. */
  void dropped(Outcome outcome) {
    assertThat(ended().outcome()).isEqualTo(outcome);
    assertThat(recorder.poll()).as("copy").isNull();
  }

  /** The copy of the next exchange. */
  RecordedRequest copied() {
    Exchange exchange = ended();
    assertThat(exchange.outcome()).isEqualTo(Outcome.RESPONDED);
    return recorder.take();
  }

  /** The next exchange has left an exact copy, or was dropped. */
  void copiedOrDropped(String body, Outcome dropped) {
    Exchange exchange = ended();
    if (exchange.outcome() == Outcome.RESPONDED) {
      assertThat(recorder.take().body()).isEqualTo(body);
    } else {
      assertThat(exchange.outcome()).isEqualTo(dropped);
    }
  }

  /** What was seen of the primary's response to the next exchange, which was mirrored. */
  ObservedResponse observed() {
    Exchange exchange = ended();
    assertThat(exchange.outcome()).isEqualTo(Outcome.RESPONDED);
    var unused = recorder.take();
    return Objects.requireNonNull(exchange.primary(), "no primary");
  }

  /** How the answers of the next exchange compare, or null if they do not. */
  @Nullable ComparisonResult compared() {
    Exchange exchange = ended();
    assertThat(exchange.outcome()).isEqualTo(Outcome.RESPONDED);
    var unused = recorder.take();
    return exchange.comparison();
  }

  /** The whole of this body was observed. */
  static void assertWhole(ObservedResponse observed, String body) {
    CRC32C checksum = new CRC32C();
    checksum.update(body.getBytes(StandardCharsets.ISO_8859_1));
    assertThat(observed.bodyLength()).as("length").isEqualTo(body.length());
    assertThat(observed.bodyChecksum()).as("checksum").isEqualTo(checksum.getValue());
    assertThat(observed.bodyWhole()).as("whole").isTrue();
  }

  /** Lets go of everything, and fails if anything is left of an exchange. */
  @Override
  public void close() {
    try (recorder;
        mirror;
        plain;
        mirrored) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (!isAtRest() && System.nanoTime() - end < 0) {
        LockSupport.parkNanos(500_000);
      }
      assertThat(isAtRest()).as("at rest: %s", mirror.stats()).isTrue();
      recorder.assertQuiet();
      assertThat(exchanges).as("exchanges that nobody expected").isEmpty();
    }
  }

  private boolean isAtRest() {
    MirrorStats stats = mirror.stats();
    return stats.inFlight() == 0 && stats.heldBytes() == 0;
  }
}
