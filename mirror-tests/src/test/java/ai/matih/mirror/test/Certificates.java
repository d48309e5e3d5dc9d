package ai.matih.mirror.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate authority and the certificates of servers that it signed, made for one test run.
 */
final class Certificates {
  private static final String PASSWORD = "password";

  private final Path store;
  private final Path directory;

  Certificates(Path directory) throws IOException, InterruptedException {
    this.directory = directory;
    this.store = directory.resolve("keys.p12");
    keyPair("ca", "-ext", "bc:c", "-validity", "30");
  }

  /** Adds a certificate that the authority signed. */
  void sign(String alias, String subjectName, String start)
      throws IOException, InterruptedException {
    Path request = directory.resolve(alias + ".csr");
    Path certificate = directory.resolve(alias + ".crt");
    keyPair(alias);
    keytool("-certreq", "-alias", alias, "-file", request.toString());
    keytool(
        "-gencert",
        "-alias",
        "ca",
        "-infile",
        request.toString(),
        "-outfile",
        certificate.toString(),
        "-ext",
        "san=" + subjectName,
        "-startdate",
        start,
        "-validity",
        "10");
    keytool("-importcert", "-noprompt", "-alias", alias, "-file", certificate.toString());
  }

  /** Adds a certificate that nobody signed but itself. */
  void selfSign(String alias, String subjectName) throws IOException, InterruptedException {
    keyPair(alias, "-ext", "san=" + subjectName, "-validity", "10");
  }

  /** A client that trusts the authority. */
  SSLContext client() throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", load().getCertificate("ca"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  /** A server with this certificate. */
  SSLContext server(String alias) throws IOException, GeneralSecurityException {
    KeyStore all = load();
    KeyStore one = KeyStore.getInstance("PKCS12");
    one.load(null, null);
    char[] password = PASSWORD.toCharArray();
    one.setKeyEntry(alias, all.getKey(alias, password), password, all.getCertificateChain(alias));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(one, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private KeyStore load() throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  private void keyPair(String alias, String... more) throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(
            List.of("-genkeypair", "-alias", alias, "-keyalg", "EC", "-dname", "CN=" + alias));
    arguments.addAll(List.of(more));
    keytool(arguments.toArray(String[]::new));
  }

  private void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of("-keystore", store.toString(), "-storetype", "PKCS12", "-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = Latin1.text(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(output).isZero();
  }
}
