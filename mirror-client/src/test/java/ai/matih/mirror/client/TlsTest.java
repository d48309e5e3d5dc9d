package ai.matih.mirror.client;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.tomakehurst.wiremock.WireMockServer;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway behind TLS, with a certificate that the run makes for itself. */
class TlsTest {
  private static final String PASSWORD = "password";

  private WireMockServer gateway;
  private KeyStore made;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    Path keys = directory.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                keys.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keyalg",
                "EC",
                "-dname",
                "CN=gateway",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2")
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    made = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      made.load(in, PASSWORD.toCharArray());
    }
    // A key entry is nobody's anchor of trust.
    made.setCertificateEntry("trusted", made.getCertificate("mykey"));
    gateway =
        new WireMockServer(
            wireMockConfig()
                .httpDisabled(true)
                .dynamicHttpsPort()
                .bindAddress("127.0.0.1")
                .keystoreType("PKCS12")
                .keystorePath(keys.toString())
                .keystorePassword(PASSWORD)
                .keyManagerPassword(PASSWORD));
    gateway.start();
    gateway.stubFor(any(anyUrl()).willReturn(okJson("{\"status\": \"UP\"}")));
  }

  @AfterEach
  void stop() {
    gateway.stop();
  }

  private SSLContext trusting() throws Exception {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(made);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private GatewayClientBuilder at(String host) {
    return GatewayClient.builder(URI.create("https://" + host + ":" + gateway.httpsPort()));
  }

  private static void refusesToConnect(GatewayClient client) {
    GatewayException failure = catchThrowableOfType(GatewayException.class, client::health);

    assertThat(failure).isInstanceOf(GatewayException.Unavailable.class);
    assertThat(failure.reason()).startsWith("no connection by TLS: ");
  }

  @Test
  void aTrustedGatewayIsTalkedTo() throws Exception {
    assertThat(at("127.0.0.1").tls(trusting()).build().health()).isEqualTo("UP");
  }

  @Test
  void aCertificateThatNobodyTrustsIsRefusedBeforeTheTokenIsSent() {
    refusesToConnect(at("127.0.0.1").bearerToken(() -> "secret").build());

    assertThat(gateway.getAllServeEvents()).isEmpty();
  }

  @Test
  void aCertificateOfAnotherNameIsRefusedBeforeTheTokenIsSent() throws Exception {
    refusesToConnect(at("localhost").tls(trusting()).bearerToken(() -> "secret").build());

    assertThat(gateway.getAllServeEvents()).isEmpty();
  }
}
