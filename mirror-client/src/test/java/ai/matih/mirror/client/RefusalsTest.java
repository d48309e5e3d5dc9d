package ai.matih.mirror.client;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.jsonResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.matih.mirror.MirrorConfig;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each answer that is no result, and the exception a caller gets for it. */
class RefusalsTest {
  private static final MirrorConfig CONFIG = MirrorConfig.of("v2", 8000);

  @RegisterExtension private final MockGateway gateway = new MockGateway();

  private GatewayException failure(ResponseDefinitionBuilder answer) {
    gateway.answers(answer);
    GatewayClient client = gateway.client().withoutRetries().build();
    return catchThrowableOfType(
        GatewayException.class, () -> client.route("ai-service-route").mirror(CONFIG));
  }

  @ParameterizedTest
  @CsvSource({
    "400, InvalidRequest",
    "401, AccessDenied",
    "403, AccessDenied",
    "404, NotFound",
    "405, InvalidRequest",
    "408, Unavailable",
    "409, InvalidRequest",
    "410, NotFound",
    "413, InvalidRequest",
    "415, InvalidRequest",
    "422, InvalidRequest",
    "429, RateLimited",
    "500, GatewayException",
    "501, GatewayException",
    "502, Unavailable",
    "503, Unavailable",
    "504, Unavailable"
  })
  void aRefusalInThePlatformsFormKeepsAllThatItSays(int status, String type) {
    GatewayException failure =
        failure(
            jsonResponse(
                    """
                    {"error": {"code": "MATIH-GW-4001", "message": "not like this",
                               "details": {"field": "percentage", "max": 100}}}""",
                    status)
                .withHeader("X-Request-ID", "gw-17"));

    assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
    assertThat(failure.status()).isEqualTo(status);
    assertThat(failure.code()).isEqualTo("MATIH-GW-4001");
    assertThat(failure.reason()).isEqualTo("not like this");
    assertThat(failure.details()).isEqualTo("{\"field\":\"percentage\",\"max\":100}");
    assertThat(failure.requestId()).isEqualTo("gw-17");
    assertThat(failure.retryAfter()).isNull();
    assertThat(failure)
        .hasMessage(
            "POST /routes/ai-service-route/mirror: "
                + status
                + " MATIH-GW-4001 not like this [request gw-17]");
  }

  @Test
  void withoutWordsTheRequestIdIsTheOneThatWasSent() {
    GatewayException failure = failure(status(404));

    assertThat(failure).isInstanceOf(GatewayException.NotFound.class);
    assertThat(failure.code()).isNull();
    assertThat(failure.details()).isNull();
    assertThat(failure.reason()).isEqualTo("no reason given");
    assertThat(failure.requestId()).isEqualTo(gateway.request().getHeader("X-Request-ID"));
  }

  @Test
  void aProxysErrorPageIsReadable() {
    GatewayException failure =
        failure(
            status(500)
                .withHeader("Content-Type", "text/html")
                .withBody(
                    """
                    <html><head><title>500 Internal
                      Server Error</title><style>h1 {color: red}</style></head>
                    <body><h1>Oops</h1><hr>nginx</body></html>"""));

    assertThat(failure.reason()).isEqualTo("500 Internal Server Error");
    assertThat(failure.code()).isNull();
  }

  @Test
  void aPageWithoutATitleGivesItsText() {
    GatewayException failure =
        failure(
            status(502)
                .withBody(
                    "<body><script>alert('<b>')</script><p>No <b>upstream</b>\r\n</p></body>"));

    assertThat(failure).isInstanceOf(GatewayException.Unavailable.class);
    assertThat(failure.reason()).isEqualTo("No upstream");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"message\": \"no Route matched\"}",
        "{\"error\": \"no Route matched\"}",
        "{\"error\": {\"message\": \"no Route matched\"}}",
        "{\"success\": false, \"error\": {\"message\": \"no Route matched\"}}",
        "\"no Route matched\"",
        "no Route matched"
      })
  void errorsOfOtherFormsAreUnderstood(String body) {
    assertThat(failure(status(404).withBody(body)).reason().replace("\"", ""))
        .isEqualTo("no Route matched");
  }

  @Test
  void aLongReasonIsCutAndCannotForgeALogLine() {
    GatewayException failure =
        failure(
            jsonResponse(
                "{\"error\": {\"code\": \"A\\nB\", \"message\": \"x\\r\\n2026 INFO \\u001b[31m"
                    + "y".repeat(1000)
                    + "\"}}",
                400));

    assertThat(failure.getMessage()).doesNotContain("\n", "\r", "\u001b").hasSizeLessThan(500);
    assertThat(failure.code()).isEqualTo("A B");
    assertThat(failure.reason()).startsWith("x 2026 INFO [31my").endsWith("...");
  }

  @Test
  void rateLimitedTellsHowLongToWait() {
    GatewayException failure = failure(status(429).withHeader("Retry-After", "7"));

    assertThat(failure).isInstanceOf(GatewayException.RateLimited.class);
    assertThat(failure.retryAfter()).isEqualTo(Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void aRedirectIsNotFollowedAndItsQueryNotShown(int status) {
    GatewayException failure =
        failure(status(status).withHeader("Location", "/login?next=secret-query"));

    assertThat(failure.getClass()).isEqualTo(GatewayException.class);
    assertThat(failure.reason())
        .isEqualTo(
            "redirected to "
                + gateway.address().resolve("/login").toString().replaceFirst(":\\d+", "")
                + ", which is not followed");
    assertThat(gateway.requests()).hasSize(1);
  }

  @Test
  void aRedirectToNowhereIsOneToo() {
    assertThat(failure(status(302).withHeader("Location", "::::")).reason())
        .isEqualTo("redirected to nowhere, which is not followed");
  }

  @Test
  void aSuccessThatSaysItIsNoneIsAFailure() {
    GatewayException failure =
        failure(okJson("{\"success\": false, \"error\": {\"code\": \"C\", \"message\": \"m\"}}"));

    assertThat(failure.getClass()).isEqualTo(GatewayException.class);
    assertThat(failure.status()).isEqualTo(200);
    assertThat(failure.code()).isEqualTo("C");
  }

  @Test
  void twoAnswersInOneAreNone() {
    assertThat(failure(okJson("{\"id\": \"p-1\"} {\"id\": \"p-2\"}")).reason())
        .startsWith("the answer is not JSON: ");
  }

  @Test
  void aLoginPageIsNoSuccess() {
    GatewayException failure =
        failure(aResponse().withStatus(200).withBody("<title>Please log in</title>"));

    assertThat(failure.getClass()).isEqualTo(GatewayException.class);
    assertThat(failure.reason()).isEqualTo("the answer is not JSON: Please log in");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "[1]", "{\"config\": {\"mirrorHost\": \"v2\"}}", "{\"config\": 5}"})
  void anAnswerOfAnotherFormIsNoResult(String body) {
    gateway.answers(okJson(body));

    GatewayException failure =
        catchThrowableOfType(
            GatewayException.class, () -> gateway.client().build().route("r").mirrorStatus());

    assertThat(failure.reason()).startsWith("the answer is not what was asked for: ");
    assertThat(failure.status()).isEqualTo(200);
  }

  @Test
  void servicesAreAnArrayOrNoResult() {
    gateway.answers(okJson("{\"services\": []}"));

    assertThatThrownBy(() -> gateway.client().build().services())
        .isInstanceOf(GatewayException.class)
        .hasMessageContaining("the answer is not what was asked for: no array");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<", "<script", "<title", "<title "})
  void aLongPageOfMarkupWithoutEndIsReadAtAll(String piece) {
    String page = piece.repeat(1_000_000 / piece.length());

    assertThat(failure(status(500).withBody(page)).status()).isEqualTo(500);
  }

  @Test
  void jsonThatIsTooDeepOrTooLongIsNoResult() {
    String deep = "[".repeat(100_000);
    String number = "9".repeat(100_000);

    assertThat(failure(okJson(deep)).reason()).startsWith("the answer is not JSON: ");
    assertThat(failure(okJson(number)).reason()).startsWith("the answer is not JSON: ");
  }

  @Test
  void aFutureFailsWithTheSameException() {
    gateway.answers(status(403));

    CompletionException failure =
        catchThrowableOfType(
            CompletionException.class,
            () -> gateway.client().build().route("r").deleteAsync().join());

    assertThat(failure).hasCauseInstanceOf(GatewayException.AccessDenied.class);
  }

  @Test
  void theStackTraceShowsTheCallersLine() {
    assertThat(failure(status(403)).getStackTrace())
        .anySatisfy(frame -> assertThat(frame.getClassName()).isEqualTo(getClass().getName()));
  }
}
