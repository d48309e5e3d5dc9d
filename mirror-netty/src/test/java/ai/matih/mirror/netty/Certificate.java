package ai.matih.mirror.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/** A certificate of the loopback address that the test run makes for itself, with TLS over it. */
final class Certificate {
  private static final char[] PASSWORD = "secret".toCharArray();
  private static final KeyStore KEYS = create();

  private Certificate() {}

  static SslContext server(String... protocols) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(KEYS, PASSWORD);
    return withProtocols(SslContextBuilder.forServer(keys), protocols);
  }

  static SslContext client(String... protocols) throws Exception {
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(KEYS);
    return withProtocols(SslContextBuilder.forClient().trustManager(trust), protocols);
  }

  private static SslContext withProtocols(SslContextBuilder context, String... protocols)
      throws Exception {
    if (protocols.length > 0) {
      context.applicationProtocolConfig(
          new ApplicationProtocolConfig(
              Protocol.ALPN,
              SelectorFailureBehavior.NO_ADVERTISE,
              SelectedListenerFailureBehavior.ACCEPT,
              protocols));
    }
    return context.sslProvider(SslProvider.JDK).build();
  }

  private static KeyStore create() {
    try {
      Path folder = Files.createTempDirectory("certificate");
      Path file = folder.resolve("keys.p12");
      Process keytool =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                  "-genkeypair",
                  "-keystore",
                  file.toString(),
                  "-storetype",
                  "PKCS12",
                  "-storepass",
                  new String(PASSWORD),
                  "-keyalg",
                  "EC",
                  "-dname",
                  "CN=primary",
                  "-ext",
                  "san=ip:127.0.0.1",
                  "-validity",
                  "2")
              .inheritIO()
              .start();
      assertThat(keytool.waitFor()).isZero();
      KeyStore made = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        made.load(in, PASSWORD);
      }
      Files.delete(file);
      Files.delete(folder);
      // A key entry is nobody's anchor of trust.
      made.setCertificateEntry("trusted", made.getCertificate("mykey"));
      return made;
    } catch (Exception e) {
      throw new AssertionError("no certificate", e);
    }
  }
}
