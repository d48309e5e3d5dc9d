package ai.matih.mirror.client;

import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.matih.mirror.MirrorConfig;
import ch.qos.logback.classic.Level;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the token goes, and where it must not show. */
class TokenTest {
  private static final String CANARY = "eyJ.canary+/token-_~==";
  private static final MirrorConfig CONFIG = MirrorConfig.of("v2", 8000);

  @RegisterExtension private final MockGateway gateway = new MockGateway();

  private static String everythingIn(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    if (failure instanceof GatewayException answer) {
      text.append(answer.code()).append(answer.reason()).append(answer.details());
      text.append(answer.requestId()).append(answer.toString());
    }
    return text.toString();
  }

  private static String json(String text) {
    return "{\"error\": {\"code\": \"%1$s\", \"message\": \"%1$s\", \"details\": [\"%1$s\"]}}"
        .formatted(text);
  }

  static List<ResponseDefinitionBuilder> answersThatRepeatTheToken() {
    return List.of(
        jsonResponse(json(CANARY), 401),
        jsonResponse(json("Bearer " + CANARY.replace("/", "\\/").replace("+", "\\u002b")), 403),
        status(400).withBody("<title>Bearer " + CANARY + "</title>"),
        status(400).withBody("x".repeat(290) + CANARY),
        status(500).withHeader("X-Request-ID", CANARY).withBody(CANARY),
        status(503).withHeader("Retry-After", CANARY).withBody("{\"message\": \"" + CANARY + "\"}"),
        status(302).withHeader("Location", "/" + CANARY),
        okJson(CANARY),
        okJson("{\"success\": false, \"error\": \"" + CANARY + "\"}"),
        okJson("{\"config\": {\"mirrorHost\": \"" + CANARY + "\", \"mirrorPort\": 1}}"));
  }

  @ParameterizedTest
  @MethodSource("answersThatRepeatTheToken")
  void aGatewayThatRepeatsTheTokenDoesNotMakeItShow(ResponseDefinitionBuilder answer) {
    gateway.answers(answer);
    try (RecordedLog log = new RecordedLog()) {
      GatewayClient client =
          gateway.client().bearerToken(() -> CANARY).retries(1, Duration.ofMillis(1)).build();

      Throwable failure = catchThrowable(() -> client.route("r").mirrorStatus());

      assertThat(failure).isInstanceOf(GatewayException.class);
      assertThat(everythingIn(failure)).doesNotContain("canary");
      assertThat(log.lines()).allSatisfy(line -> assertThat(line).doesNotContain("canary"));
      assertThat(gateway.requests())
          .allSatisfy(r -> assertThat(r.getHeader("Authorization")).isEqualTo("Bearer " + CANARY));
    }
  }

  @Test
  void aServerThatSendsBackWhatItGetsDoesNotMakeItShow() throws Exception {
    try (RawServer server =
        new RawServer(RawServer.says("HTTP/1.1 Bearer " + CANARY + "\r\n" + CANARY + "\r\n\r\n"))) {
      GatewayClient client = server.client().bearerToken(() -> CANARY).build();

      Throwable failure = catchThrowable(() -> client.route("r").mirror(CONFIG));

      assertThat(failure).isInstanceOf(GatewayException.Unavailable.class);
      assertThat(everythingIn(failure)).doesNotContain("canary");
    }
  }

  @Test
  void nothingThatCanBePrintedHoldsTheToken() {
    gateway.answers(okJson("{}"));
    GatewayClientBuilder builder = gateway.client().bearerToken(() -> CANARY);
    try (RecordedLog log = new RecordedLog()) {
      GatewayClient client = builder.build();

      assertThat(
              List.of(
                  builder,
                  client,
                  client.route("r"),
                  client.plugin("p"),
                  client.service("s"),
                  client.route("r").mirror(CONFIG),
                  client.healthAsync(),
                  BearerToken.of(CANARY)))
          .allSatisfy(thing -> assertThat(thing.toString()).doesNotContain("canary"));
      assertThat(log.lines()).isEmpty();
    }
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {"", "canary\n", "Bearer canary", "canary\r\nX-Admin: 1", "kanärie canary"})
  void aTokenThatIsNoneIsRefusedUnseenAndNothingIsSent(String token) {
    GatewayClient client = gateway.client().bearerToken(() -> token).build();

    assertThatThrownBy(client::healthAsync)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("bearerToken: ")
        .hasMessageNotContaining("canary");
    assertThat(gateway.requests()).isEmpty();
  }

  @Test
  void theTokenIsAskedForOnEachCallAndKeptForItsTries() {
    gateway.answersInTurn(status(503), okJson("{}"), okJson("{}"));
    Iterator<String> tokens = List.of("first", "second").iterator();
    Supplier<String> supplier = tokens::next;
    GatewayClient client =
        gateway.client().bearerToken(supplier).retries(1, Duration.ofMillis(1)).build();

    client.health();
    client.health();

    assertThat(gateway.requests())
        .extracting(r -> r.getHeader("Authorization"))
        .containsExactlyInAnyOrder("Bearer first", "Bearer first", "Bearer second");
  }

  @Test
  void whatTheSupplierThrowsReachesTheCaller() {
    GatewayClient client =
        gateway
            .client()
            .bearerToken(
                () -> {
                  throw new IllegalStateException("the vault is sealed");
                })
            .build();

    assertThatThrownBy(client::health).hasMessage("the vault is sealed");
    assertThatThrownBy(client::healthAsync).hasMessage("the vault is sealed");
    assertThat(gateway.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://gateway.internal:8080", "http://10.0.0.7", "http://127.evil.example"})
  void aTokenInClearTextOverANetworkIsWarnedOfOnce(String address) {
    try (RecordedLog log = new RecordedLog()) {
      GatewayClient client =
          GatewayClient.builder(URI.create(address)).bearerToken(() -> CANARY).build();
      assertThat(client).isNotNull();

      assertThat(log.lines(Level.WARN))
          .containsExactly(
              "the token travels in clear text to "
                  + address
                  + "/api/v1/gateway; https protects it");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://gateway.internal",
        "http://localhost:8080",
        "http://gateway.localhost",
        "http://127.8.9.10:1",
        "http://[::1]:8080",
        "http://[0:0:0:0:0:0:0:1]"
      })
  void aTokenThatStaysHereOrIsEncryptedIsNotWarnedOf(String address) {
    try (RecordedLog log = new RecordedLog()) {
      GatewayClient client =
          GatewayClient.builder(URI.create(address)).bearerToken(() -> CANARY).build();
      assertThat(client).isNotNull();

      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void withoutATokenNothingIsWarnedOf() {
    try (RecordedLog log = new RecordedLog()) {
      assertThat(GatewayClient.builder(URI.create("http://gateway.internal")).build()).isNotNull();

      assertThat(log.lines()).isEmpty();
    }
  }

  @Test
  void aRedirectDoesNotGetTheToken() {
    MockGateway other = new MockGateway();
    other.start();
    try {
      gateway.answers(
          status(307).withHeader("Location", other.address() + "/api/v1/gateway/health"));

      GatewayException failure =
          catchThrowableOfType(
              GatewayException.class,
              () -> gateway.client().bearerToken(() -> CANARY).build().health());

      assertThat(failure.status()).isEqualTo(307);
      assertThat(other.requests()).isEmpty();
    } finally {
      other.stop();
    }
  }
}
