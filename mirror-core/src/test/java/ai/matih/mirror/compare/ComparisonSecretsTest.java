package ai.matih.mirror.compare;

import static ai.matih.mirror.compare.ComparisonRig.json;
import static ai.matih.mirror.compare.ComparisonRig.response;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.ObservedResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A canary where secrets are is in no difference, however it got there. */
class ComparisonSecretsTest {
  private static final String CANARY = "canary";

  private static void assertHidden(ObservedResponse primary, ObservedResponse mirror) {
    ComparisonResult result = Comparison.defaults().compare(primary, mirror);
    ComparisonResult reverse = Comparison.defaults().compare(mirror, primary);

    assertThat(result.differences()).isNotEmpty();
    assertThat(result + " " + reverse).doesNotContain(CANARY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password",
        "PASSWORD",
        "newPassword",
        "db-password",
        "passwd",
        "passphrase",
        "pwd",
        "secret",
        "client_secret",
        "clientSecret",
        "token",
        "access_token",
        "refreshToken",
        "id_token",
        "X-CSRF-Token",
        "apiKey",
        "api_key",
        "API-KEY",
        "x-api-key",
        "private_key",
        "authorization",
        "Proxy-Authorization",
        "cookie",
        "set-cookie",
        "session",
        "JSESSIONID",
        "sessionId",
        "credentials",
        "jwt",
        "bearer",
        "signature",
        "otp",
        "user_pin",
        "cardCvv",
        "CVC",
        "pin",
        "cvv",
        "cardNumber",
        "card_number",
        "iban",
        "ssn"
      })
  void valuesOfFieldsThatAreNamedSo_andAllBelowThem(String name) {
    String key = "{\"" + name + "\":";
    assertHidden(json(key + "\"canary1\"}"), json(key + "\"canary2\"}"));
    assertHidden(json(key + "\"canary1\"}"), json(key + "2}"));
    assertHidden(json(key + "\"canary1\"}"), json("{}"));
    assertHidden(json(key + "[\"canary1\"]}"), json(key + "[]}"));
    assertHidden(json(key + "{\"a\":[{\"b\":\"canary1\"}]}}"), json(key + "{\"a\":[{\"b\":2}]}}"));
    assertHidden(json("[" + key + "\"canary1\"}]"), json("[]"));
    assertHidden(json("{\"text\":\"" + name + "=canary1\"}"), json("{\"text\":1}"));
    assertHidden(json("{\"text\":\"" + name + ": canary1\"}"), json("{\"text\":1}"));
    assertHidden(json("{\"text\":\"{\\\"" + name + "\\\":\\\"canary1\\\"}\"}"), json("{}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bearer canary",
        "eyJh.canary",
        "basic canary",
        "Authorization is Bearer canary",
        "eyJhbGciOiJIUzI1NiJ9.canary.canary",
        "-----BEGIN PRIVATE KEY----- canary",
        "canary7LmPz4RtVw81k3y9XbQ2",
        "sk_live_canary51H8xYz0aBcDeFg",
        "x canary0123456789abcdef0123",
        "https://host/?sig=canary0123456789abcdef0123",
        "canary+/0aZ9bY8cX7dW6eV5fU4=="
      })
  void valuesThatLookSecret(String value) {
    assertHidden(json("{\"a\":\"" + value + "\"}"), json("{\"a\":\"b\"}"));
    assertHidden(json("[\"" + value + "\"]"), json("[]"));
    assertHidden(json("\"" + value + "\""), json("1"));
  }

  @Test
  void secretsThatAreKeys() {
    assertHidden(json("{\"eyJhbGciOiJIUzI1NiJ9.canary.x\":1}"), json("{}"));
    assertHidden(json("{\"canary0123456789abcdef\":1}"), json("{}"));
  }

  @Test
  void whateverIsNotJson() {
    assertHidden(
        response(200, "text/plain", null, "canary".getBytes(UTF_8)),
        response(200, "text/plain", null, "x".getBytes(UTF_8)));
    assertHidden(json("{\"a\":\"canary"), json("{}"));
    assertHidden(json("canary"), json("{}"));
  }

  @Test
  void anUnreadableSetting_isShownOnOneLine() {
    assertThat(Invalid.value("a", "x\ny\u202e" + "z".repeat(999), "b"))
        .hasMessageMatching("a: x\\\\u000ay\\\\u202ez{190,200}\\.\\.\\. \\(expected: b\\)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "red",
        "a perfectly ordinary sentence with 12 words",
        "2026-01-31T12:00:00.000Z",
        "123e4567-e89b-12d3-a456-426614174000",
        "user@example.com",
        "1234567890123456789012345",
        "https://example.com/a/b",
        "en-GB",
        "application/json",
        "spinning"
      })
  void ordinaryValues_areShown(String value) {
    ComparisonResult result =
        Comparison.defaults().compare(json("{\"a\":\"" + value + "\"}"), json("{\"a\":\"b\"}"));

    assertThat(result.differences())
        .extracting(Difference::primary)
        .containsExactly("\"" + value + "\"");
  }
}
