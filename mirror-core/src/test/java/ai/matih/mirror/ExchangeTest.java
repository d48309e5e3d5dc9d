package ai.matih.mirror;

import static ai.matih.mirror.Exchange.Difference.BODY;
import static ai.matih.mirror.Exchange.Difference.CONTENT_TYPE;
import static ai.matih.mirror.Exchange.Difference.STATUS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExchangeTest {
  private static final ObservedResponse PRIMARY = response(200, "text/plain", null, 5, 77, true);

  private static ObservedResponse response(
      int status,
      @Nullable String type,
      @Nullable String encoding,
      long length,
      long checksum,
      boolean whole) {
    Map<String, String> fields = new HashMap<>();
    if (type != null) {
      fields.put("content-type", type);
    }
    if (encoding != null) {
      fields.put("content-encoding", encoding);
    }
    return new ObservedResponse(
        status, fields, length, checksum, whole, List.of(), Duration.ofMillis(1));
  }

  private static Exchange exchange(
      @Nullable ObservedResponse primary, @Nullable ObservedResponse mirror) {
    MirrorTarget target =
        new MirrorTarget(
            "mirror", 80, null, Duration.ofSeconds(1), Duration.ofSeconds(1), 1, a -> true);
    return new Exchange("r", target, "GET", "/", Outcome.RESPONDED, primary, mirror, null);
  }

  @Test
  void equalResponses_areAlike() {
    Exchange exchange = exchange(PRIMARY, response(200, "text/plain", null, 5, 77, true));
    assertThat(exchange.differences()).isEmpty();
    assertThat(exchange.bodiesComparable()).isTrue();
  }

  @Test
  void times_areNotCompared() {
    ObservedResponse slow =
        new ObservedResponse(200, PRIMARY.fields(), 5, 77, true, List.of(), Duration.ofMinutes(1));
    assertThat(exchange(PRIMARY, slow).differences()).isEmpty();
  }

  @Test
  void eachRespect_isToldOfItsOwn() {
    assertThat(exchange(PRIMARY, response(500, "text/plain", null, 5, 77, true)).differences())
        .containsExactly(STATUS);
    assertThat(exchange(PRIMARY, response(200, "text/html", null, 5, 77, true)).differences())
        .containsExactly(CONTENT_TYPE);
    assertThat(exchange(PRIMARY, response(200, "text/plain", null, 6, 77, true)).differences())
        .containsExactly(BODY);
    assertThat(exchange(PRIMARY, response(200, "text/plain", null, 5, 78, true)).differences())
        .containsExactly(BODY);
    assertThat(exchange(PRIMARY, response(404, null, null, 0, 0, true)).differences())
        .containsExactly(STATUS, CONTENT_TYPE, BODY);
  }

  @ParameterizedTest
  @CsvSource({
    "text/html;charset=utf-8, text/html; charset=UTF-8, true",
    "TEXT/HTML, text/html, true",
    "text/html, text/html;charset=utf-8, false",
    ", text/html, false",
    ", , true",
  })
  void contentTypes_areComparedWithoutRegardToCaseAndBlanks(
      @Nullable String one, @Nullable String other, boolean alike) {
    ObservedResponse primary = response(200, one, null, 5, 77, true);
    ObservedResponse mirror = response(200, other, null, 5, 77, true);
    assertThat(exchange(primary, mirror).differences().isEmpty()).isEqualTo(alike);
    assertThat(exchange(mirror, primary).differences().isEmpty()).isEqualTo(alike);
  }

  @Test
  void bodies_thatWereNotSeenWhole_areNotCompared() {
    for (boolean primaryWhole : new boolean[] {true, false}) {
      Exchange exchange =
          exchange(
              response(200, "a/b", null, 5, 77, primaryWhole),
              response(201, "c/d", null, 6, 78, !primaryWhole));
      assertThat(exchange.bodiesComparable()).isFalse();
      assertThat(exchange.differences()).containsExactly(STATUS);
    }
  }

  @Test
  void bodies_inDifferentEncodings_areNotCompared() {
    ObservedResponse gzip = response(200, "text/plain", "gzip", 3, 1, true);
    assertThat(exchange(PRIMARY, gzip).differences()).isEmpty();
    assertThat(exchange(PRIMARY, gzip).bodiesComparable()).isFalse();
    assertThat(exchange(gzip, gzip).bodiesComparable()).isTrue();
  }

  @Test
  void response_thatWasNotSeen_differsInNothing() {
    assertThat(exchange(null, PRIMARY).differences()).isEmpty();
    assertThat(exchange(PRIMARY, null).differences()).isEmpty();
    assertThat(exchange(null, null).differences()).isEmpty();
    assertThat(exchange(PRIMARY, ObservedResponse.NONE).differences()).isEmpty();
    assertThat(exchange(null, PRIMARY).bodiesComparable()).isFalse();
    assertThat(exchange(PRIMARY, ObservedResponse.NONE).bodiesComparable()).isFalse();
  }
}
