package ai.matih.mirror.test;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.MirrorConfig;
import ai.matih.mirror.Outcome;
import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.TrafficMirrorBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A copy goes to the target that its certificate proves, or nowhere, and never in clear text. */
class TlsFaultsTest {
  private static final String LOOPBACK = "ip:127.0.0.1";

  private static Certificates certificates;
  private static SSLContext client;

  private final Leaks leaks = new Leaks();

  @BeforeAll
  static void makeCertificates(@TempDir Path directory) throws Exception {
    certificates = new Certificates(directory);
    certificates.sign("good", LOOPBACK, "-1d");
    certificates.sign("expired", LOOPBACK, "-20d");
    certificates.sign("other-name", "dns:other-host.example", "-1d");
    certificates.selfSign("self-signed", LOOPBACK);
    client = certificates.client();
  }

  @AfterEach
  void nothingLeaks() {
    try (leaks) {
      assertThat(leaks.found()).isEmpty();
    }
  }

  @Test
  void certificateOfTheTarget_isTrusted() throws Exception {
    try (FaultServer server = tls("good");
        TrafficMirror mirror = mirror(server.port()).build()) {
      assertEnds(mirror, Outcome.RESPONDED);
      assertThat(server.targets()).containsExactlyInAnyOrder("/0", "/1", "/2");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"expired", "other-name", "self-signed"})
  void certificateThatProvesNothing_isRefused(String alias) throws Exception {
    try (FaultServer server = tls(alias);
        TrafficMirror mirror = mirror(server.port()).build()) {
      assertEnds(mirror, Outcome.TLS_FAILED);
      assertThat(server.targets()).isEmpty();
    }
  }

  @Test
  void noCommonCipher_isAFailedHandshake() throws Exception {
    SSLServerSocket server =
        (SSLServerSocket) certificates.server("good").getServerSocketFactory().createServerSocket();
    // The certificate's key is no RSA key.
    server.setEnabledCipherSuites(new String[] {"TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"});
    server.setEnabledProtocols(new String[] {"TLSv1.2"});
    try (FaultServer alerting = FaultServer.start(Fault.HEALTHY, OneSocket.factory(server));
        TrafficMirror mirror = mirror(alerting.port()).build()) {
      assertEnds(mirror, Outcome.TLS_FAILED);
      assertThat(alerting.targets()).isEmpty();
    }
  }

  @Test
  void handshakeThatStalls_endsWithTheConnectTimeout() throws Exception {
    try (FaultServer server = FaultServer.start(Fault.NEVER_READS);
        TrafficMirror mirror =
            mirror(server.port()).connectTimeout(Duration.ofMillis(200)).build()) {
      assertEnds(mirror, Outcome.TLS_FAILED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"RESETS_IN_REQUEST", "CLOSES_AT_ONCE"})
  void handshakeThatIsCutOff_isAFailedHandshake(Fault fault) throws Exception {
    try (FaultServer server = FaultServer.start(fault);
        TrafficMirror mirror = mirror(server.port()).build()) {
      assertEnds(mirror, Outcome.TLS_FAILED);
    }
  }

  @Test
  void plainTextTarget_getsNothingButAHandshake() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        TrafficMirror mirror = mirror(server.getLocalPort()).build()) {
      Offers.offer(mirror, WireRequest.post("/secret", "secret"));
      try (Socket socket = server.accept()) {
        int handshake = 22; // RFC 8446, section 5.1
        assertThat(socket.getInputStream().read()).isEqualTo(handshake);
        socket.getOutputStream().write(Latin1.bytes(Recorder.OK));
        String rest = Latin1.text(socket.getInputStream().readAllBytes());
        assertThat(rest).doesNotContain("secret");
      }
      Offers.settle(mirror);
      assertThat(Offers.outcomes(mirror)).isEqualTo(Map.of(Outcome.TLS_FAILED, 1L));
    }
  }

  @Test
  void tlsTarget_thatIsTakenForPlainText_givesNoAnswer() throws Exception {
    try (FaultServer server = tls("good");
        TrafficMirror mirror =
            TrafficMirror.builder("plain")
                .to(MirrorConfig.of("127.0.0.1", server.port()))
                .build()) {
      Offers.offer(mirror, WireRequest.get("/"));
      Offers.settle(mirror);
      assertThat(mirror.stats().count(Outcome.RESPONDED)).isZero();
      assertThat(server.targets()).isEmpty();
    }
  }

  private static void assertEnds(TrafficMirror mirror, Outcome outcome) {
    for (int i = 0; i < 3; i++) {
      Offers.offer(mirror, WireRequest.post("/" + i, "body"));
    }
    Offers.settle(mirror);
    assertThat(Offers.outcomes(mirror)).isEqualTo(Map.of(outcome, 3L));
  }

  private static FaultServer tls(String alias) throws IOException, GeneralSecurityException {
    return FaultServer.start(Fault.HEALTHY, certificates.server(alias).getServerSocketFactory());
  }

  private static TrafficMirrorBuilder mirror(int port) {
    return TrafficMirror.builder("tls")
        .to(MirrorConfig.of("127.0.0.1", port).withLogResponses(false))
        .tls(client)
        .connectTimeout(Duration.ofSeconds(20))
        .timeout(Duration.ofSeconds(30));
  }
}
