package ai.matih.mirror.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Describes a client. Each method checks its value at once and throws an {@link
 * IllegalArgumentException} that names setting, value and expectation. Not thread-safe.
 */
public final class GatewayClientBuilder {
  private static final Logger logger = LoggerFactory.getLogger(GatewayClient.class);
  private static final String BASE_PATH = "/api/v1/gateway";

  private final URI api;
  private @Nullable Supplier<String> bearerToken;
  private @Nullable String tenant;
  private @Nullable SSLContext tls;
  private Duration connectTimeout = Duration.ofSeconds(2);
  private Duration timeout = Duration.ofSeconds(10);
  private int maxResponseBytes = 1024 * 1024;
  private Retries retries = new Retries(3, Duration.ofSeconds(10));

  GatewayClientBuilder(URI gateway) {
    String address = Addresses.checked("gateway", gateway).toString().replaceFirst("/+$", "");
    if (address.endsWith(BASE_PATH)) {
      throw Invalid.value("gateway", address, "without " + BASE_PATH + ", which is appended");
    }
    this.api = URI.create(address + BASE_PATH);
  }

  /**
   * Asked for the token on each call, on the thread that calls; what it throws reaches the caller,
   * and nothing is sent. The token is the bare JWT, without {@code Bearer}; it shows in no log, no
   * exception and no {@code toString}. Default: calls carry no token.
   */
  public GatewayClientBuilder bearerToken(Supplier<String> token) {
    this.bearerToken = token;
    return this;
  }

  /** The tenant that calls are about, sent as {@code X-Tenant-ID}. Default: not sent. */
  public GatewayClientBuilder tenant(String tenant) {
    if (!tenant.matches("[!-~]{1,256}")) {
      throw Invalid.value("tenant", tenant, "1-256 visible ASCII characters");
    }
    this.tenant = tenant;
    return this;
  }

  /**
   * Connects to an {@code https} gateway with this context's trust and key material; its name is
   * verified. Default: the JVM's.
   */
  public GatewayClientBuilder tls(SSLContext context) {
    this.tls = context;
    return this;
  }

  /** How long a connection may take to be made. Default: 2 s. */
  public GatewayClientBuilder connectTimeout(Duration connectTimeout) {
    this.connectTimeout = Invalid.unlessPositive("connectTimeout", connectTimeout);
    return this;
  }

  /**
   * How long one try may take, from its start to the last byte of the answer, connection included.
   * Default: 10 s.
   */
  public GatewayClientBuilder timeout(Duration timeout) {
    this.timeout = Invalid.unlessPositive("timeout", timeout);
    return this;
  }

  /** Answers that are longer are not read to their end and fail. Default: 1 MiB. */
  public GatewayClientBuilder maxResponseBytes(int maxResponseBytes) {
    this.maxResponseBytes = Invalid.unlessWithin("maxResponseBytes", maxResponseBytes, 1, 1 << 30);
    return this;
  }

  /**
   * How often a call is tried again after a failure that left the gateway untouched: no connection,
   * 429, 503. Pauses begin at 0.1-0.2 s and double; a {@code Retry-After} is kept, and ends the
   * call if it asks for more than the longest pause. Default: 3 more tries, 10 s.
   */
  public GatewayClientBuilder retries(int most, Duration longestPause) {
    this.retries =
        new Retries(
            Invalid.unlessWithin("retries", most, 0, 100),
            Invalid.unlessPositive("longestPause", longestPause));
    return this;
  }

  /** Each call is one try. */
  public GatewayClientBuilder withoutRetries() {
    return retries(0, retries.longestPause());
  }

  /** The client. Warns if its token would travel in clear text over a network. */
  public GatewayClient build() {
    Supplier<String> token = bearerToken;
    if (token != null && Addresses.exposed(api)) {
      logger.warn("the token travels in clear text to {}; https protects it", api);
    }
    // HTTP/1.1: over clear text, the attempt to upgrade to 2 that would go with each first request
    // upsets some proxies, and few calls gain nothing by it.
    HttpClient.Builder http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connectTimeout);
    if (tls != null) {
      http.sslContext(tls);
    }
    return new GatewayClient(
        new Transport(
            http.build(),
            api,
            token == null ? () -> BearerToken.NONE : () -> BearerToken.of(token.get()),
            tenant,
            timeout,
            maxResponseBytes,
            retries));
  }
}
