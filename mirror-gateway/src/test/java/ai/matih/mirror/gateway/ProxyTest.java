package ai.matih.mirror.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.mirror.test.NoLeaks;
import ai.matih.mirror.test.RawClient;
import ai.matih.mirror.test.Reply;
import ai.matih.mirror.test.WireRequest;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the service gets, what the client gets, and how both learn that the other is gone. */
@ExtendWith(NoLeaks.class)
class ProxyTest {
  private final RawService service = RawService.start();
  private Gateway gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = gateway(service.port());
  }

  private static Gateway gateway(int port) throws IOException {
    return Gateway.builder()
        .host("127.0.0.1")
        .port(0)
        .managementPort(0)
        .service("raw", "http://127.0.0.1:" + port)
        .route("all", "raw", "/")
        .responseTimeout(Duration.ofSeconds(20))
        .start();
  }

  @AfterEach
  void stop() {
    service.close();
    gateway.close();
  }

  private RawClient connect() throws IOException {
    return RawClient.connect(gateway.port());
  }

  private Reply exchange(WireRequest request) throws IOException {
    try (RawClient client = connect()) {
      return client.exchange(request);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/a?",
        "/a?b?c",
        "/a|b",
        "/%zz",
        "//x",
        "///x",
        "/a/../b",
        "/./a",
        "/a;b=c?d={1}",
        "/%41%C3%A9",
        "/\u00C3\u00A9?\u00C3\u00A9",
        "/a\\b",
        "/\"<>^`",
        "/a?u=http://other/",
        "http://other/a?b",
        "/a+b"
      })
  void everyTarget_reachesTheServiceAsItWasSent(String target) throws Exception {
    assertThat(exchange(WireRequest.get(target)).status()).isEqualTo(200);
    assertThat(service.takeHead()).startsWith("GET " + target + " HTTP/1.1\r\n");
  }

  @Test
  void asterisk_reachesTheServiceToo() throws Exception {
    assertThat(exchange(WireRequest.of("OPTIONS", "*")).status()).isEqualTo(200);
    assertThat(service.takeHead()).startsWith("OPTIONS * HTTP/1.1\r\n");
  }

  @Test
  void endToEndFields_reachTheServiceInOrder_andTheConnectionsDoNot() throws Exception {
    exchange(
        WireRequest.get("/")
            .with("X-One", "b")
            .with("Connection", "X-Hop, keep-alive")
            .with("x-one", "a")
            .with("X-Hop", "1")
            .with("X-Latin", "\u00E9")
            .with("Keep-Alive", "timeout=5")
            .with("Proxy-Authorization", "Basic eDp5")
            .with("TE", "trailers")
            .with("Upgrade", "h2c")
            .with("X-Forwarded-For", "10.0.0.1")
            .with("X-Empty", "")
            .with("X-One", "b"));
    assertThat(service.takeHead())
        .isEqualTo(
            "GET / HTTP/1.1\r\nHost: "
                + WireRequest.HOST
                + "\r\nX-One: b\r\nx-one: a\r\nX-Latin: \u00E9\r\nX-Empty: \r\nX-One: b\r\n"
                + "X-Forwarded-For: 10.0.0.1, 127.0.0.1\r\nX-Forwarded-Proto: http\r\n"
                + "X-Forwarded-Host: "
                + WireRequest.HOST
                + "\r\n\r\n");
  }

  @Test
  void aClientOfHttp10_mayLeaveOutHost() throws Exception {
    try (RawClient client = connect()) {
      assertThat(client.send("GET /old HTTP/1.0\r\n\r\n").reply("GET").body()).isEqualTo("ok");
    }
    assertThat(service.takeHead()).contains("Host: 127.0.0.1:" + service.port() + "\r\n");
  }

  @Test
  void interimResponses_areNotTheAnswer() throws Exception {
    service.plays(
        connection ->
            connection.say(
                "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 102 P\r\n\r\n"
                    + "HTTP/1.1 201 Made\r\nContent-Length: 4\r\n\r\nmade"));
    Reply reply = exchange(WireRequest.get("/"));
    assertThat(reply.statusLine()).isEqualTo("HTTP/1.1 201 Made");
    assertThat(reply.body()).isEqualTo("made");
  }

  @Test
  void aResponse_keepsItsFieldsAndTrailers() throws Exception {
    service.plays(
        connection ->
            connection.say(
                String.join(
                    "\r\n",
                    "HTTP/1.1 404 Nowhere",
                    "Set-Cookie: a=1",
                    "X-Hop: 1",
                    "Connection: X-Hop",
                    "set-cookie: b=2",
                    "Transfer-Encoding: chunked",
                    "Trailer: X-Sum",
                    "",
                    "3",
                    "abc",
                    "0",
                    "X-Sum: 6",
                    "",
                    "")));
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      RawService.Connection raw = new RawService.Connection(client);
      raw.say(WireRequest.get("/").with("Connection", "close").wire());
      String all = new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(all)
          .startsWith("HTTP/1.1 404 Nowhere\r\nSet-Cookie: a=1\r\nset-cookie: b=2\r\n")
          .doesNotContain("X-Hop")
          .endsWith("3\r\nabc\r\n0\r\nX-Sum: 6\r\n\r\n");
    }
  }

  @Test
  void aResponseUntilTheConnectionEnds_isWhole() throws Exception {
    service.plays(connection -> connection.say("HTTP/1.1 200 OK\r\n\r\nuntil the end"));
    assertThat(exchange(WireRequest.get("/")).body()).isEqualTo("until the end");
  }

  @Test
  void aResponseThatStreams_comesAsItIsSaid() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    service.plays(
        connection -> {
          connection.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
          await(seen);
          connection.say("4\r\nlast\r\n0\r\n\r\n");
        });
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
      RawService.Connection client = new RawService.Connection(socket);
      client.say(WireRequest.get("/").wire());
      client.head();
      assertThat(text(socket, 10)).isEqualTo("5\r\nfirst\r\n");
      seen.countDown();
      assertThat(text(socket, 9)).isEqualTo("4\r\nlast\r\n");
    }
  }

  private static String text(Socket socket, int length) throws IOException {
    return new String(socket.getInputStream().readNBytes(length), StandardCharsets.ISO_8859_1);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aBodyThatStreams_reachesTheServiceAsItComes() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    service.plays(
        connection -> {
          connection.socket().getInputStream().readNBytes(5);
          seen.countDown();
          connection.socket().getInputStream().readNBytes(5);
          connection.say(RawService.OK);
        });
    WireRequest request = WireRequest.post("/", "firstlater");
    try (RawClient client = connect()) {
      client.send(request.head() + "first");
      await(seen);
      assertThat(client.send("later").reply("POST").body()).isEqualTo("ok");
    }
  }

  @Test
  void aBodyOfAGet_streamsToo() throws Exception {
    service.plays(
        connection -> {
          connection.socket().getInputStream().readNBytes(5);
          connection.say(RawService.OK);
          connection.awaitEnd();
        });
    try (RawClient client = connect()) {
      WireRequest request = WireRequest.get("/").withBody("firstlater");
      client.send(request.head() + "first");
      // Answered before it has come whole.
      assertThat(client.reply("GET").body()).isEqualTo("ok");
    }
    assertThat(service.takeHead()).startsWith("GET / HTTP/1.1\r\n").contains("Content-Length: 10");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aClientThatGoesAway_isKnownToTheService(boolean reset) throws Exception {
    CountDownLatch gone = new CountDownLatch(2);
    service.plays(
        connection -> {
          connection.awaitEnd();
          gone.countDown();
        });
    for (String wire :
        List.of(
            WireRequest.get("/waits").wire(), WireRequest.post("/sends", "body").head() + "bo")) {
      try (RawClient client = connect()) {
        client.send(wire);
        service.takeHead();
        if (reset) {
          client.reset();
        }
      }
    }
    await(gone);
  }

  @Test
  void aServiceThatGoesAwayInItsResponse_isKnownToTheClient() throws Exception {
    service.plays(
        connection ->
            connection.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n"));
    assertThatThrownBy(() -> exchange(WireRequest.get("/"))).isInstanceOf(EOFException.class);
    service.plays(
        connection -> connection.say("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nfirst"));
    assertThatThrownBy(() -> exchange(WireRequest.get("/"))).isInstanceOf(EOFException.class);
  }

  @Test
  void aServiceThatClosesInsteadOfAnswering_isAskedOnce() throws Exception {
    service.plays(connection -> {});
    for (WireRequest request : List.of(WireRequest.get("/"), WireRequest.post("/", "body"))) {
      Reply reply = exchange(request);
      assertProblem(reply, 502, "MATIH-GW-5021");
      service.takeHead();
    }
    assertThat(service.headsLeft()).isZero();
  }

  private static void assertProblem(Reply reply, int status, String code) {
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.values("Content-Type")).containsExactly("application/json");
    assertThat(new Fields("", Json.read(reply.body()).object("error")).text("code", ""))
        .isEqualTo(code);
  }

  @Test
  void whatIsNotHttp_isABadGateway() throws Exception {
    service.plays(connection -> connection.say("SSH-2.0-x\r\n\r\n"));
    assertProblem(exchange(WireRequest.get("/")), 502, "MATIH-GW-5021");
    service.plays(connection -> connection.say("HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n"));
    assertProblem(exchange(WireRequest.get("/")), 502, "MATIH-GW-5021");
  }

  @Test
  void aServiceThatIsDown_isABadGateway_alsoToHead() throws Exception {
    service.close();
    try (RawClient client = connect()) {
      assertProblem(client.exchange(WireRequest.get("/")), 502, "MATIH-GW-5021");
      assertThat(client.exchange(WireRequest.of("HEAD", "/")).status()).isEqualTo(502);
      assertProblem(client.exchange(WireRequest.get("/")), 502, "MATIH-GW-5021");
    }
  }

  @Test
  void aServiceThatDoesNotAnswer_isATimeout() throws Exception {
    gateway.close();
    gateway =
        Gateway.builder()
            .host("127.0.0.1")
            .port(0)
            .managementPort(0)
            .service("raw", "http://127.0.0.1:" + service.port())
            .route("all", "raw", "/")
            .responseTimeout(Duration.ofMillis(200))
            .start();
    service.plays(RawService.Connection::awaitEnd);
    assertProblem(exchange(WireRequest.get("/")), 504, "MATIH-GW-5041");
  }

  @Test
  void noFreeConnection_isSaidSo() throws Exception {
    gateway.close();
    gateway =
        Gateway.builder()
            .host("127.0.0.1")
            .port(0)
            .managementPort(0)
            .service("raw", "http://127.0.0.1:" + service.port())
            .route("all", "raw", "/")
            .maxConnections(1)
            .connectTimeout(Duration.ofMillis(200))
            .start();
    CountDownLatch release = new CountDownLatch(1);
    service.plays(
        connection -> {
          await(release);
          connection.say(RawService.OK);
        });
    try (RawClient first = connect()) {
      first.send(WireRequest.get("/").wire());
      service.takeHead();
      assertProblem(exchange(WireRequest.get("/")), 503, "MATIH-GW-5031");
      release.countDown();
      assertThat(first.reply("GET").body()).isEqualTo("ok");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "501 CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n",
        "501 GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
        "400 GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "400 GET / HTTP/1.1\r\n\r\n",
        "400 GET a HTTP/1.1\r\nHost: a\r\n\r\n",
        "400 GET /\u00E9 HTTP/1.1\r\nHost: a\r\n\r\n",
        "400 GET * HTTP/1.1\r\nHost: a\r\n\r\n",
        "400 POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
        "400 POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        "400 POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"
      })
  void whatCannotBePassedOn_isRefused_andTheConnectionClosed(String line) throws Exception {
    try (RawClient client = connect()) {
      Reply reply = client.send(line.substring(4)).reply("GET");
      assertThat(reply.status()).isEqualTo(Integer.parseInt(line.substring(0, 3)));
      assertThat(client.atEnd()).isTrue();
    }
    assertThat(service.headsLeft()).isZero();
  }
}
