package ai.matih.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplingKeyTest {

  private static @Nullable String found(SamplingKey key, RequestView request) {
    String text = key.text(request);
    if (text == null) {
      return null;
    }
    long region = key.region(text);
    return region < 0 ? null : text.substring(SamplingKey.start(region), SamplingKey.end(region));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "NONE",
      value = {
        "abc, abc",
        "'  a b\t', a b",
        "'', NONE",
        "' \t ', NONE",
        "é, é",
      })
  void header(String value, @Nullable String key) {
    assertThat(found(SamplingKey.header("X-User"), TestRequest.get("/", "x-user", value)))
        .isEqualTo(key);
  }

  @Test
  void header_absent_isNoKey() {
    assertThat(found(SamplingKey.header("X-User"), TestRequest.get("/"))).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "NONE",
      delimiter = '|',
      value = {
        "sid=1                  | 1",
        "a=b; sid=1; c=d        | 1",
        "a=b;sid=1              | 1",
        "a=b;\tsid=1            | 1",
        "sid=1; sid=2           | 1",
        "sid=\"quoted\"         | \"quoted\"",
        "sid=a=b                | a=b",
        "xsid=1                 | NONE",
        "sid=                   | NONE",
        "sid                    | NONE",
        "SID=1                  | NONE",
        "sidx=1                 | NONE",
        "a=sid=1                | NONE",
        "''                     | NONE",
      })
  void cookie(String value, @Nullable String key) {
    assertThat(found(SamplingKey.cookie("sid"), TestRequest.get("/", "Cookie", value)))
        .isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "NONE",
      delimiter = '|',
      value = {
        "/p?user=1            | 1",
        "/p?a=b&user=1&c=d    | 1",
        "/p?user=1&user=2     | 1",
        "/p?user=%20x         | %20x",
        "/p?user=a=b          | a=b",
        "/p?user=a?b          | a?b",
        "http://h/p?user=1    | 1",
        "/p?user=             | NONE",
        "/p?user              | NONE",
        "/p?users=1           | NONE",
        "/p?xuser=1           | NONE",
        "/p;user=1            | NONE",
        "/user=1              | NONE",
        "/p?                  | NONE",
      })
  void queryParameter(String target, @Nullable String key) {
    assertThat(found(SamplingKey.queryParameter("user"), TestRequest.get(target))).isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "NONE",
      delimiter = '|',
      value = {
        "/a/b?c=/d         | /a/b",
        "/a%2Fb/../c       | /a%2Fb/../c",
        "//a/b             | //a/b",
        "http://h:1/a?b    | /a",
        "*                 | *",
        "http://h          | NONE",
        "''                | NONE",
      })
  void path(String target, @Nullable String key) {
    assertThat(found(SamplingKey.path(), TestRequest.get(target))).isEqualTo(key);
  }

  @Test
  void traceId_isTheSecondPartOfAValidTraceparent() {
    String id = "4bf92f3577b34da6a3ce929d0e0e4736";
    TestRequest valid = TestRequest.get("/", "Traceparent", "00-" + id + "-00f067aa0ba902b7-01");
    assertThat(found(SamplingKey.traceId(), valid)).isEqualTo(id);
    TestRequest invalid = TestRequest.get("/", "traceparent", "00-" + id + "-0000000000000000-01");
    assertThat(found(SamplingKey.traceId(), invalid)).isNull();
    assertThat(found(SamplingKey.traceId(), TestRequest.get("/"))).isNull();
  }

  @Test
  void clientAddress_isWhatTheServerKnows() {
    TestRequest request = TestRequest.get("/", "X-Forwarded-For", "1.2.3.4");
    assertThat(found(SamplingKey.clientAddress(), request)).isNull();
    assertThat(found(SamplingKey.clientAddress(), request.withClientAddress("::1")))
        .isEqualTo("::1");
  }

  @Test
  @SuppressWarnings("NullAway") // does not see the nullness in a compiled class's type arguments
  void function_thatFindsNothing_isNoKey() {
    TestRequest request = TestRequest.get("/a");
    assertThat(found(SamplingKey.of(view -> view.method() + view.target()), request))
        .isEqualTo("GET/a");
    assertThat(found(SamplingKey.of(view -> null), request)).isNull();
    assertThat(found(SamplingKey.of(view -> ""), request)).isNull();
  }
}
