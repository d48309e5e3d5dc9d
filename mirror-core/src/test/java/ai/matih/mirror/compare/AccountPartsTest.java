package ai.matih.mirror.compare;

import static ai.matih.mirror.compare.AccountExchanges.ANSWER;
import static ai.matih.mirror.compare.AccountExchanges.EQUAL;
import static ai.matih.mirror.compare.AccountExchanges.OBSTACLE;
import static ai.matih.mirror.compare.AccountExchanges.add;
import static ai.matih.mirror.compare.AccountExchanges.answer;
import static ai.matih.mirror.compare.AccountExchanges.different;
import static ai.matih.mirror.compare.AccountExchanges.differentBut;
import static ai.matih.mirror.compare.AccountExchanges.onlyEndpoint;
import static ai.matih.mirror.compare.AccountExchanges.path;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.ObservedResponse;
import ai.matih.mirror.compare.ComparisonReport.Counts;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which exchange counts for what. */
class AccountPartsTest {
  private final Comparisons alone = new Comparisons("r", Comparison.defaults(), false);
  private final Comparisons withBaseline = new Comparisons("r", Comparison.defaults(), true);

  @Test
  void exchanges_areTheSumOfTheirStates() {
    add(alone, 5, EQUAL);
    add(alone, 3, different("$.a"));
    add(alone, 2, OBSTACLE);
    alone.skipped("GET", "/");
    assertThat(onlyEndpoint(alone).counts()).isEqualTo(new Counts(10, 5, 3, 2, 1));
    assertThat(alone.report().counts()).isEqualTo(new Counts(10, 5, 3, 2, 1));
  }

  @Test
  void endpointThatWasOnlySkipped_isListed() {
    alone.skipped("GET", "/never/1");
    assertThat(onlyEndpoint(alone).name()).isEqualTo("GET /never/*");
    assertThat(onlyEndpoint(alone).counts()).isEqualTo(new Counts(0, 0, 0, 0, 1));
    assertThat(onlyEndpoint(alone).primary()).isNull();
  }

  @Test
  void missingBaseline_isASkippedExchange() {
    withBaseline.add("GET", "/", ANSWER, ANSWER, EQUAL, null, EQUAL);
    withBaseline.add("GET", "/", ANSWER, ANSWER, EQUAL, ANSWER, null);
    assertThat(onlyEndpoint(withBaseline).counts()).isEqualTo(new Counts(0, 0, 0, 0, 2));
  }

  @Test
  void missingAnswer_isASkippedExchange() {
    alone.add("GET", "/", ObservedResponse.NONE, ANSWER, OBSTACLE, null, null);
    alone.add("GET", "/", ANSWER, ObservedResponse.NONE, OBSTACLE, null, null);
    assertThat(onlyEndpoint(alone).counts()).isEqualTo(new Counts(0, 0, 0, 0, 2));
    withBaseline.add("GET", "/", ANSWER, ANSWER, EQUAL, ObservedResponse.NONE, OBSTACLE);
    assertThat(onlyEndpoint(withBaseline).counts()).isEqualTo(new Counts(0, 0, 0, 0, 1));
  }

  @Test
  void unwantedBaseline_isNotLookedAt() {
    add(alone, 1, different("$.a"), different("$.a"));
    assertThat(path(alone, "$.a").onlyMirror()).isEqualTo(1);
    assertThat(onlyEndpoint(alone).baseline()).isNull();
  }

  @Test
  void obstacle_keepsTheBodyOutButNotTheHead() {
    add(alone, 7, EQUAL);
    add(alone, 2, differentBut("too long", "status", "header:content-type", "$.a"));
    assertThat(path(alone, "status").compared()).isEqualTo(9);
    assertThat(path(alone, "status").onlyMirror()).isEqualTo(2);
    assertThat(path(alone, "header:content-type").compared()).isEqualTo(9);
    assertThat(onlyEndpoint(alone).paths()).hasSize(2);
  }

  @Test
  void responseNotSeenWhole_keepsTheFieldsOutToo() {
    ObservedResponse cut = answer(1, false);
    alone.add("GET", "/", ANSWER, cut, differentBut("not whole", "status", "header:x"), null, null);
    add(alone, 1, different("header:x"));
    assertThat(path(alone, "status").compared()).isEqualTo(2);
    assertThat(path(alone, "header:x").compared()).isEqualTo(1);
    assertThat(path(alone, "header:x").onlyMirror()).isEqualTo(1);
  }

  @Test
  void obstacleToTheBaseline_keepsTheBodyOut() {
    add(withBaseline, 1, different("$.a"), OBSTACLE);
    assertThat(onlyEndpoint(withBaseline).counts().different()).isEqualTo(1);
    assertThat(onlyEndpoint(withBaseline).paths()).isEmpty();
  }

  @Test
  void bothAndOnlyOne_areToldApart() {
    add(withBaseline, 4, different("$.a"), different("$.a"));
    add(withBaseline, 2, different("$.a"), EQUAL);
    add(withBaseline, 3, EQUAL, different("$.a"));
    add(withBaseline, 1, EQUAL, EQUAL);
    ComparisonReport.Path path = path(withBaseline, "$.a");
    assertThat(path.compared()).isEqualTo(10);
    assertThat(path.both()).isEqualTo(4);
    assertThat(path.onlyMirror()).isEqualTo(2);
    assertThat(path.onlyBaseline()).isEqualTo(3);
    assertThat(path.mirrorRate()).isEqualTo(0.6);
    assertThat(path.baselineRate()).isEqualTo(0.7);
    assertThat(path.samples()).hasSize(1);
  }

  @Test
  void times_areKeptBySide() {
    for (int i = 1; i <= 100; i++) {
      withBaseline.add(
          "GET", "/", answer(i), answer(2L * i), EQUAL, answer(i == 1 ? 3_600_000 : 5), EQUAL);
    }
    ComparisonReport.Endpoint endpoint = onlyEndpoint(withBaseline);
    assertMillis(endpoint.primary(), 50, 99);
    assertMillis(endpoint.mirror(), 100, 198);
    assertMillis(endpoint.baseline(), 5, 5);
  }

  private static void assertMillis(
      ComparisonReport.@Nullable Latency latency, double median, double ninetyNinth) {
    Objects.requireNonNull(latency);
    assertThat(latency.p50Micros() / 1000.0 / median).isBetween(0.99, 1.01);
    assertThat(latency.p99Micros() / 1000.0 / ninetyNinth).isBetween(0.99, 1.01);
  }
}
