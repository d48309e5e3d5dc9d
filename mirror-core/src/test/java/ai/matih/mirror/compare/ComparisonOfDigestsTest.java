package ai.matih.mirror.compare;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.ObservedResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonOfDigestsTest {
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

  private static ComparisonResult compared(ObservedResponse primary, ObservedResponse mirror) {
    return Comparison.ofDigests().compare(primary, mirror);
  }

  private static List<String> paths(ObservedResponse mirror) {
    return compared(PRIMARY, mirror).differences().stream().map(Difference::path).toList();
  }

  @Test
  void equalResponses_areAlike() {
    ComparisonResult result = compared(PRIMARY, response(200, "text/plain", null, 5, 77, true));
    assertThat(result.state()).isEqualTo(ComparisonResult.State.EQUAL);
  }

  @Test
  void times_areNotCompared() {
    ObservedResponse slow =
        new ObservedResponse(200, PRIMARY.fields(), 5, 77, true, List.of(), Duration.ofMinutes(1));
    assertThat(paths(slow)).isEmpty();
  }

  @Test
  void eachRespect_isToldOfItsOwn() {
    assertThat(paths(response(500, "text/plain", null, 5, 77, true))).containsExactly("status");
    assertThat(paths(response(200, "text/html", null, 5, 77, true)))
        .containsExactly("header:content-type");
    assertThat(paths(response(200, "text/plain", null, 6, 77, true))).containsExactly("body");
    assertThat(paths(response(200, "text/plain", null, 5, 78, true))).containsExactly("body");
    assertThat(paths(response(404, null, null, 0, 0, true)))
        .containsExactly("status", "header:content-type", "body");
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
    assertThat(compared(primary, mirror).differences().isEmpty()).isEqualTo(alike);
    assertThat(compared(mirror, primary).differences().isEmpty()).isEqualTo(alike);
  }

  @Test
  void bodies_thatWereNotSeenWhole_areNotCompared() {
    for (boolean primaryWhole : new boolean[] {true, false}) {
      ComparisonResult result =
          compared(
              response(200, "a/b", null, 5, 77, primaryWhole),
              response(201, "c/d", null, 6, 78, !primaryWhole));
      assertThat(result.obstacle()).isNotNull();
      assertThat(result.differences())
          .containsExactly(new Difference("status", Difference.Kind.VALUE, "200", "201"));
    }
  }

  @Test
  void bodies_inDifferentEncodings_areNotCompared() {
    ObservedResponse gzip = response(200, "text/plain", "gzip", 3, 1, true);
    assertThat(compared(PRIMARY, gzip).state()).isEqualTo(ComparisonResult.State.NOT_COMPARABLE);
    assertThat(compared(gzip, gzip).state()).isEqualTo(ComparisonResult.State.EQUAL);
  }
}
