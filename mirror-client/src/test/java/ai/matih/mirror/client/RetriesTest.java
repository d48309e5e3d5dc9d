package ai.matih.mirror.client;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.matih.mirror.MirrorConfig;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which failures are tried again, how often, and with what. */
class RetriesTest {
  private static final MirrorConfig CONFIG = MirrorConfig.of("v2", 8000);
  private static final Duration SHORT = Duration.ofMillis(1);
  private static final ResponseDefinitionBuilder DONE = okJson("{\"id\": \"p-1\"}");

  @RegisterExtension private final MockGateway gateway = new MockGateway();

  private GatewayClient quick() {
    return gateway.client().retries(3, SHORT).build();
  }

  private List<String> sent(String field) {
    return gateway.requests().stream().map(request -> request.getHeader(field)).toList();
  }

  @Test
  void twiceUnavailableThenSuccessIsOneCallWithOneIdempotencyKey() {
    gateway.answersInTurn(status(503), status(503), DONE);

    assertThat(quick().route("r").mirror(CONFIG).id()).isEqualTo("p-1");

    assertThat(sent("X-Idempotency-Key")).hasSize(3).doesNotContainNull();
    assertThat(sent("X-Idempotency-Key")).containsOnly(sent("X-Idempotency-Key").get(0));
    assertThat(sent("X-Request-ID")).containsOnly(sent("X-Request-ID").get(0));
    assertThat(gateway.requests())
        .allSatisfy(r -> assertThat(r.getBodyAsString()).isEqualTo(CONFIG.toJson()));
  }

  @Test
  void rateLimitedIsTriedAgainWhenTheGatewayAllowsIt() {
    gateway.answersInTurn(status(429).withHeader("Retry-After", "0"), DONE);

    assertThat(quick().route("r").mirror(CONFIG).id()).isEqualTo("p-1");

    assertThat(gateway.requests()).hasSize(2);
  }

  @Test
  void aRetryAfterWithinTheLongestPauseIsKept() {
    gateway.answersInTurn(status(503).withHeader("Retry-After", "1"), DONE);
    long start = System.nanoTime();

    gateway.client().retries(1, Duration.ofSeconds(2)).build().plugin("p-1").delete();

    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aRetryAfterBeyondTheLongestPauseEndsTheCall() {
    gateway.answersInTurn(status(429).withHeader("Retry-After", "3600"), DONE);

    GatewayException failure =
        catchThrowableOfType(
            GatewayException.class, () -> gateway.client().build().route("r").mirror(CONFIG));

    assertThat(failure).isInstanceOf(GatewayException.RateLimited.class);
    assertThat(failure.retryAfter()).isEqualTo(Duration.ofHours(1));
    assertThat(gateway.requests()).hasSize(1);
  }

  @Test
  void triesAreBounded() {
    gateway.answers(status(503));

    assertThatThrownBy(() -> quick().health()).isInstanceOf(GatewayException.Unavailable.class);

    assertThat(gateway.requests()).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 409, 422, 500, 502, 504})
  void whatMayHaveHadAnEffectOrWillNotChangeIsNotTriedAgain(int status) {
    gateway.answers(status(status));

    assertThatThrownBy(() -> quick().route("r").mirror(CONFIG))
        .isInstanceOf(GatewayException.class);

    assertThat(gateway.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void withoutRetriesACallIsOneTry(int status) {
    gateway.answers(status(status));

    assertThatThrownBy(() -> gateway.client().withoutRetries().build().route("r").mirror(CONFIG))
        .isInstanceOf(GatewayException.class);

    assertThat(gateway.requests()).hasSize(1);
  }

  @Test
  void aFailedConnectionIsTriedAgain() throws IOException {
    // Bound and not listening: the port is taken, and refuses.
    try (SocketChannel reserved = SocketChannel.open()) {
      reserved.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      reserved.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = reserved.socket().getLocalPort();
      GatewayClient client =
          GatewayClient.builder(URI.create("http://127.0.0.1:" + port))
              .retries(100, Duration.ofMillis(200))
              .build();
      MockGateway late = new MockGateway(port);
      CompletableFuture<PluginConfig> call;
      try (RecordedLog log = new RecordedLog()) {
        call = client.route("r").mirrorAsync(CONFIG);
        log.await("again in .*: no connection to 127\\.0\\.0\\.1.*");
      }

      late.answers(DONE);
      late.start();

      assertThat(call.join().id()).isEqualTo("p-1");
      assertThat(late.requests()).hasSize(1);
      late.stop();
    }
  }

  @Test
  void anUnknownHostIsAFailedConnection() {
    GatewayClient client =
        GatewayClient.builder(URI.create("http://no-such-host.invalid:1")).withoutRetries().build();

    GatewayException failure = catchThrowableOfType(GatewayException.class, client::health);

    assertThat(failure).isInstanceOf(GatewayException.Unavailable.class);
    assertThat(failure.status()).isZero();
    assertThat(failure.reason()).isEqualTo("no connection to no-such-host.invalid:1");
  }

  @Test
  void pausesDoubleUpToTheLongestAndHalfOfEachIsChance() {
    Retries retries = new Retries(100, Duration.ofSeconds(1));
    GatewayException failure = failure(null);

    for (int round = 0; round < 1000; round++) {
      assertPause(retries, failure, 1, 100, 200);
      assertPause(retries, failure, 2, 200, 400);
      assertPause(retries, failure, 3, 400, 800);
      assertPause(retries, failure, 4, 500, 1000);
      assertPause(retries, failure, 100, 500, 1000);
    }
    assertThat(retries.pauseAfter(101, failure)).isEmpty();
  }

  @Test
  void whatTheGatewayAsksForComesOnTop() {
    Retries retries = new Retries(3, Duration.ofSeconds(1));

    assertPause(retries, failure(Duration.ofSeconds(1)), 1, 1100, 1200);
    assertThat(retries.pauseAfter(1, failure(Duration.ofMillis(1001)))).isEmpty();
  }

  private static void assertPause(
      Retries retries, GatewayException failure, int tries, long least, long most) {
    assertThat(retries.pauseAfter(tries, failure).orElseThrow().toMillis()).isBetween(least, most);
  }

  private static GatewayException failure(@Nullable Duration retryAfter) {
    return new Failure("GET /health", 503, null, "later", null, "r-1", retryAfter)
        .toException(null);
  }
}
