package ai.matih.mirror.client;

import static ai.matih.mirror.client.RawServer.says;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.matih.mirror.MirrorConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Answers that break HTTP, never end, never come: a typed exception, in time, and no second try.
 */
class BrokenAnswersTest {
  private static final MirrorConfig CONFIG = MirrorConfig.of("v2", 8000);
  private static final Duration LONG = Duration.ofSeconds(50);
  private static final Duration SHORT = Duration.ofMillis(300);

  private static GatewayException failure(RawServer server, Duration timeout) {
    GatewayClient client = server.client().timeout(timeout).maxResponseBytes(10_000).build();
    GatewayException failure =
        catchThrowableOfType(GatewayException.class, () -> client.route("r").mirror(CONFIG));
    assertThat(server.requests()).isEqualTo(1);
    return failure;
  }

  /** More than any buffer on the way holds, so that who does not hang up is found out. */
  private static void sendLong(OutputStream out, String piece) throws IOException {
    byte[] bytes = piece.repeat(100).getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < 1_000_000; i++) {
      out.write(bytes);
    }
    throw new AssertionError("all of it was taken");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Content-Length: 10000000000\r\n"})
  void anEndlessAnswerIsHungUpOn(String field) throws Exception {
    try (RawServer server =
        new RawServer(
            (connection, out) -> {
              says("HTTP/1.1 200 OK\r\n", field, "\r\n").play(connection, out);
              sendLong(out, "{\"id\": ");
            })) {
      GatewayException failure = failure(server, LONG);

      assertThat(failure.reason()).isEqualTo("the answer is too long");
      assertThat(failure.status()).isEqualTo(200);
      server.awaitHungUp();
    }
  }

  @Test
  void anEndlessErrorPageStillTellsItsTitle() throws Exception {
    try (RawServer server =
        new RawServer(
            (connection, out) -> {
              says("HTTP/1.1 502 Bad Gateway\r\n\r\n<title>Upstream &amp; down</title>")
                  .play(connection, out);
              sendLong(out, "<p>");
            })) {
      GatewayException failure = failure(server, LONG);

      assertThat(failure).isInstanceOf(GatewayException.Unavailable.class);
      assertThat(failure.reason()).isEqualTo("Upstream &amp; down");
      assertThat(failure.status()).isEqualTo(502);
      server.awaitHungUp();
    }
  }

  @Test
  void anAnswerAsLongAsAllowedIsRead() throws Exception {
    String body = "{\"id\": \"p-1\"}" + " ".repeat(10_000 - 13);
    try (RawServer server =
        new RawServer(says("HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n", body))) {

      assertThat(server.client().maxResponseBytes(10_000).build().plugin("p-1").enable().id())
          .isEqualTo("p-1");
      assertThat(
              catchThrowableOfType(
                      GatewayException.class,
                      server.client().maxResponseBytes(9_999).build().plugin("p-1")::enable)
                  .reason())
          .isEqualTo("the answer is too long");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\nContent-Le",
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\":",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"id\"\r\n"
      })
  void aConnectionThatIsResetMeansUnavailable(String sentBefore) throws Exception {
    try (RawServer server =
        new RawServer(
            (connection, out) -> {
              says(sentBefore).play(connection, out);
              connection.setSoLinger(true, 0);
              connection.close();
            })) {
      GatewayException failure = failure(server, LONG);

      assertThat(failure).isInstanceOf(GatewayException.Unavailable.class);
      assertThat(failure.status()).isZero();
      assertThat(failure.reason()).startsWith("the connection was lost: ");
      assertThat(failure).hasCauseInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\":",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"id\"\r\n"
      })
  void aConnectionThatIsClosedTooEarlyMeansUnavailable(String sentBefore) throws Exception {
    try (RawServer server =
        new RawServer(
            (connection, out) -> {
              says(sentBefore).play(connection, out);
              connection.close();
            })) {

      assertThat(failure(server, LONG)).isInstanceOf(GatewayException.Unavailable.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 200 OK\r\n\r\n{\"id\":",
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\":"
      })
  void theTimeoutHoldsForTheWholeAnswerAndHangsUp(String sent) throws Exception {
    try (RawServer server = new RawServer(says(sent))) {
      GatewayException failure = failure(server, SHORT);

      assertThat(failure).isInstanceOf(GatewayException.Unavailable.class);
      assertThat(failure.reason()).isEqualTo("no whole answer in time");
      assertThat(failure.status()).isZero();
      server.awaitHungUp();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nX: "})
  void anAnswerThatDripsIsOverInTimeToo(String begin) throws Exception {
    try (RawServer server =
        new RawServer(
            (connection, out) -> {
              says(begin).play(connection, out);
              for (int i = 0; i < 10_000; i++) {
                out.write('x');
                LockSupport.parkNanos(5_000_000);
              }
            })) {

      assertThat(failure(server, SHORT).reason()).isEqualTo("no whole answer in time");
      server.awaitHungUp();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"X-Field: value\r\n", "x"})
  void aHeadWithoutEndIsOverToo(String piece) throws Exception {
    try (RawServer server =
        new RawServer(
            (connection, out) -> {
              says("HTTP/1.1 200 OK\r\n").play(connection, out);
              sendLong(out, piece);
            })) {

      assertThat(failure(server, Duration.ofSeconds(1)))
          .isInstanceOf(GatewayException.Unavailable.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SSH-2.0-OpenSSH_9.2\r\n",
        "HTTP/1.1 abc OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\nhello"
      })
  void whatIsNotHttpMeansUnavailable(String answer) throws Exception {
    try (RawServer server =
        new RawServer(
            (connection, out) -> {
              says(answer).play(connection, out);
              connection.close();
            })) {

      assertThat(failure(server, LONG)).isInstanceOf(GatewayException.Unavailable.class);
    }
  }

  @Test
  void aGatewayThatTakesNoConnectionsIsUnavailableAfterTheConnectTimeout() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    List<SocketChannel> queue = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, loopback)) {
      for (int i = 0; i < 8; i++) {
        SocketChannel waiting = SocketChannel.open();
        queue.add(waiting);
        waiting.configureBlocking(false);
        waiting.connect(new InetSocketAddress(loopback, full.getLocalPort()));
      }
      GatewayClient client =
          GatewayClient.builder(URI.create("http://127.0.0.1:" + full.getLocalPort()))
              .connectTimeout(SHORT)
              .withoutRetries()
              .build();

      GatewayException failure = catchThrowableOfType(GatewayException.class, client::health);

      assertThat(failure).isInstanceOf(GatewayException.Unavailable.class);
      assertThat(failure.reason()).startsWith("no connection to 127.0.0.1:");
    } finally {
      for (SocketChannel waiting : queue) {
        waiting.close();
      }
    }
  }

  @Test
  void aPlainServerIsNoTlsServer() throws Exception {
    try (RawServer server = new RawServer(says("HTTP/1.1 400 Bad Request\r\n\r\n"))) {
      URI address = URI.create(server.address().toString().replace("http", "https"));
      GatewayClient client = GatewayClient.builder(address).timeout(Duration.ofSeconds(2)).build();

      assertThat(catchThrowableOfType(GatewayException.class, client::health))
          .isInstanceOf(GatewayException.Unavailable.class);
    }
  }
}
