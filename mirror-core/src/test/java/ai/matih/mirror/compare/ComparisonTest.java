package ai.matih.mirror.compare;

import static ai.matih.mirror.compare.ComparisonRig.json;
import static ai.matih.mirror.compare.ComparisonRig.response;
import static ai.matih.mirror.compare.ComparisonRig.told;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.mirror.ObservedResponse;
import ai.matih.mirror.compare.ComparisonResult.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComparisonTest {
  private static final Comparison COMPARISON = Comparison.defaults();
  private static final byte[] BODY = "body".getBytes(UTF_8);

  private static ObservedResponse with(Map<String, String> fields) {
    return response(200, fields, BODY, true);
  }

  @Test
  void status_isCompared() {
    ComparisonResult result =
        COMPARISON.compare(response(200, null, null, BODY), response(503, null, null, BODY));

    assertThat(told(result)).isEqualTo("value status 200 -> 503");
    assertThat(result.state()).isEqualTo(State.DIFFERENT);
  }

  @Test
  void noResponse_isNotComparable() {
    ComparisonResult result =
        COMPARISON.compare(response(200, null, null, BODY), ObservedResponse.NONE);

    assertThat(told(result)).isEqualTo("? no response");
    assertThat(result.state()).isEqualTo(State.NOT_COMPARABLE);
  }

  @Test
  void aBodyNotSeenWhole_isNotComparable_butTheStatusIs() {
    ObservedResponse whole = response(200, "text/plain", null, BODY);
    ObservedResponse cut =
        new ObservedResponse(
            200, Map.of(), 4, whole.bodyChecksum(), false, List.of(), Duration.ZERO);
    ObservedResponse other =
        new ObservedResponse(404, Map.of(), 9, 9, false, List.of(), Duration.ZERO);

    assertThat(told(COMPARISON.compare(whole, cut))).isEqualTo("? a body was not seen whole");
    assertThat(told(COMPARISON.compare(cut, other)))
        .isEqualTo("value status 200 -> 404? a body was not seen whole");
    assertThat(COMPARISON.compare(cut, other).state()).isEqualTo(State.DIFFERENT);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          text/plain; charset=utf-8 | text/plain;charset=UTF-8 | =
          text/plain                | text/html                | value header:content-type text/plain -> text/html
          text/plain                |                          | missing header:content-type text/plain -> -
                                    | text/plain               | extra header:content-type - -> text/plain
                                    |                          | =
          """,
      delimiter = '|')
  void contentType_isComparedByDefault(
      @Nullable String primary, @Nullable String mirror, String expected) {
    ComparisonResult result =
        COMPARISON.compare(response(200, primary, null, BODY), response(200, mirror, null, BODY));

    assertThat(told(result)).isEqualTo(expected);
  }

  @Test
  void aChosenField_isCompared_inAnyCaseOfItsName() {
    Comparison comparison = COMPARISON.header("Cache-Control");

    assertThat(comparison.fieldNames())
        .containsExactlyInAnyOrder("content-type", "content-encoding", "cache-control");
    assertThat(
            told(
                comparison.compare(
                    with(Map.of("cache-control", "no-store")),
                    with(Map.of("cache-control", " no-cache\n")))))
        .isEqualTo("value header:cache-control no-store ->  no-cache\\u000a");
    assertThat(
            COMPARISON.compare(
                with(Map.of("cache-control", "a")), with(Map.of("cache-control", "b"))))
        .isEqualTo(new ComparisonResult(List.of(), null));
  }

  @Test
  void anIgnoredField_isNotCompared() {
    Comparison comparison = COMPARISON.ignoreHeader("CONTENT-TYPE");

    assertThat(
            told(
                comparison.compare(
                    response(200, "text/plain", null, BODY),
                    response(200, "text/html", null, BODY))))
        .isEqualTo("=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Set-Cookie", "authorization", "X-Api-Key", "X-Auth-Token"})
  void aSecretField_isNotShown(String name) {
    String lower = name.toLowerCase(java.util.Locale.ROOT);
    ComparisonResult result =
        COMPARISON
            .header(name)
            .compare(with(Map.of(lower, "canary1")), with(Map.of(lower, "canary2")));

    assertThat(told(result)).isEqualTo("value header:" + lower + " *** -> ***");
  }

  @Test
  void differences_areToldUpToABound() {
    String one = "{\"a\":1,\"b\":1,\"c\":1,\"d\":1}";
    String other = one.replace('1', '2');

    assertThat(COMPARISON.compare(json(one), json(other)).differences()).hasSize(4);
    assertThat(told(COMPARISON.maxDifferences(2).compare(json(one), json(other))))
        .isEqualTo("value $.a 1 -> 2; value $.b 1 -> 2");
  }

  @Test
  void settings_leaveTheComparisonTheyAreMadeFromAsItIs() {
    Comparison strict = Comparison.defaults();
    Comparison lax = strict.ignore("$.a").header("x").maxBodyBytes(5);

    assertThat(told(strict.compare(json("{\"a\":1}"), json("{\"a\":2}"))))
        .isEqualTo("value $.a 1 -> 2");
    assertThat(strict.fieldNames()).doesNotContain("x");
    assertThat(strict.maxBodyBytes()).isEqualTo(64 * 1024);
    assertThat(lax.maxBodyBytes()).isEqualTo(5);
  }

  @Test
  void theAccountsSettings_haveDefaults() {
    assertThat(COMPARISON.alpha()).isEqualTo(0.01);
    assertThat(COMPARISON.delta()).isEqualTo(0.01);
    assertThat(COMPARISON.epsilon()).isEqualTo(0.001);
    assertThat(COMPARISON.maxEndpoints()).isEqualTo(100);
    assertThat(COMPARISON.maxPaths()).isEqualTo(200);
    assertThat(COMPARISON.maxSamples()).isEqualTo(5);
    assertThat(COMPARISON.endpoints()).isNull();
  }

  static Stream<Arguments> badSettings() {
    String path = "(expected: a path like $.items[*].id, $.meta.*, $['a.b'] or $..id)";
    return Stream.of(
        bad(c -> c.ignore("a"), "ignore: a " + path),
        bad(c -> c.ignore(""), "ignore:  " + path),
        bad(c -> c.tolerate("$.a[0]", 1), "tolerate: $.a[0] " + path),
        bad(c -> c.tolerate("$.a", -1), "tolerate: -1.0 (expected: 0 or more)"),
        bad(c -> c.tolerate("$.a", Double.NaN), "tolerate: NaN (expected: 0 or more)"),
        bad(
            c -> c.tolerateRelative("$.a", Double.POSITIVE_INFINITY),
            "tolerateRelative: Infinity (expected: 0 or more)"),
        bad(
            c -> c.tolerateTime("$", Duration.ofSeconds(-1)),
            "tolerateTime: PT-1S (expected: 0 or more)"),
        bad(
            c -> c.canonicalise("$", "(", ""),
            "canonicalise: ( (expected: a regular expression; Unclosed group)"),
        bad(
            c -> c.canonicalise("$", "a", "$1"),
            "canonicalise: $1 (expected: a replacement for a; No group 1)"),
        bad(
            c -> c.canonicalise("$", "a", "\\"),
            "canonicalise: \\ (expected: a replacement for a; character to be escaped is missing)"),
        bad(c -> c.unordered("$."), "unordered: $. " + path),
        bad(c -> c.matchBy("$..*", "id"), "matchBy: $..* " + path),
        bad(c -> c.header("a b"), "header: a b (expected: the name of a header field)"),
        bad(c -> c.ignoreHeader(""), "ignoreHeader:  (expected: the name of a header field)"),
        bad(c -> c.redact("-"), "redact: - (expected: a field name with letters or digits)"),
        bad(c -> c.maxBodyBytes(-1), "maxBodyBytes: -1 (expected: 0-16777216)"),
        bad(c -> c.maxDepth(501), "maxDepth: 501 (expected: 1-500)"),
        bad(c -> c.maxValues(0), "maxValues: 0 (expected: 1-10000000)"),
        bad(c -> c.maxDifferences(0), "maxDifferences: 0 (expected: 1-10000)"),
        bad(c -> c.maxEndpoints(0), "maxEndpoints: 0 (expected: 1-10000)"),
        bad(c -> c.maxPaths(10_001), "maxPaths: 10001 (expected: 1-10000)"),
        bad(c -> c.maxSamples(-1), "maxSamples: -1 (expected: 0-100)"),
        bad(c -> c.alpha(0), "alpha: 0.0 (expected: more than 0 and less than 1)"),
        bad(c -> c.delta(1), "delta: 1.0 (expected: more than 0 and less than 1)"),
        bad(c -> c.epsilon(Double.NaN), "epsilon: NaN (expected: more than 0 and less than 1)"));
  }

  private static Arguments bad(Function<Comparison, Comparison> setting, String message) {
    return Arguments.of(setting, message);
  }

  @ParameterizedTest
  @MethodSource("badSettings")
  void aBadSetting_failsAtOnceWithNameValueAndExpectation(
      Function<Comparison, Comparison> setting, String message) {
    assertThatThrownBy(() -> setting.apply(COMPARISON))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
