package ai.matih.mirror.compare;

import static ai.matih.mirror.compare.AccountExchanges.EQUAL;
import static ai.matih.mirror.compare.AccountExchanges.OBSTACLE;
import static ai.matih.mirror.compare.AccountExchanges.add;
import static ai.matih.mirror.compare.AccountExchanges.different;
import static ai.matih.mirror.compare.AccountExchanges.onlyEndpoint;
import static ai.matih.mirror.compare.AccountExchanges.path;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Verdicts of scripted exchanges. */
class EvidenceVerdictTest {
  private final Comparisons alone = new Comparisons("r", Comparison.defaults(), false);
  private final Comparisons withBaseline = new Comparisons("r", Comparison.defaults(), true);

  private static int remaining(Comparisons account) {
    return Objects.requireNonNull(account.report().remaining()).intValue();
  }

  @Test
  void emptyAccount_isInconclusive() {
    assertThat(alone.report().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(alone.report().remaining()).isNull();
  }

  @Test
  void equalAnswers_passAfterSomeHundred_asForetold() {
    add(alone, 100, EQUAL);
    assertThat(alone.report().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    int remaining = remaining(alone);
    assertThat(remaining).isBetween(200, 600);
    add(alone, remaining - 3, EQUAL);
    assertThat(alone.report().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    add(alone, 3, EQUAL);
    assertThat(alone.report().verdict()).isEqualTo(Verdict.PASS);
    assertThat(alone.report().remaining()).isNull();
  }

  @Test
  void bodiesThatCannotBeCompared_neverPass() {
    add(alone, 10_000, OBSTACLE);
    assertThat(alone.report().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(alone.report().remaining()).isNull();
  }

  @Test
  void brokenPath_failsAtOnce() {
    add(alone, 4, different("$.total"));
    assertThat(path(alone, "$.total").verdict()).isEqualTo(Verdict.FAIL);
    assertThat(alone.report().verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void brokenPath_withBaseline_failsAfterSome() {
    add(withBaseline, 8, different("$.total"), EQUAL);
    assertThat(withBaseline.report().verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(withBaseline.report().remaining()).isBetween(1L, 10L);
    add(withBaseline, 10, different("$.total"), EQUAL);
    assertThat(withBaseline.report().verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void exchangeThatBringsAPathToLight_isNoEvidence() {
    add(alone, 1, different("$.total"));
    assertThat(path(alone, "$.total").evidence()).isZero();
    add(alone, 1, different("$.total"));
    assertThat(path(alone, "$.total").evidence()).isGreaterThan(2);
  }

  @Test
  void secondPath_needsOneBadExchangeMoreThanTheFirst() {
    add(alone, 2, different("$.a", "$.b"));
    assertThat(path(alone, "$.a").verdict()).isEqualTo(Verdict.FAIL);
    assertThat(path(alone, "$.b").verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    add(alone, 1, different("$.a", "$.b"));
    assertThat(path(alone, "$.b").verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void manyPathsEachOnce_neverFail() {
    for (int i = 0; i < 150; i++) {
      add(alone, 1, different("$.field" + i));
    }
    assertThat(onlyEndpoint(alone).paths())
        .hasSize(150)
        .allMatch(path -> path.verdict() != Verdict.FAIL);
  }

  @Test
  void laterPath_needsMoreEvidence() {
    Evidence evidence = new Evidence(Comparison.defaults(), false);
    double sum = 0;
    for (int k = 1; k < 10_000; k++) {
      assertThat(evidence.required(k + 1)).isGreaterThan(evidence.required(k));
      sum += Math.exp(-evidence.required(k));
    }
    assertThat(sum).as("the levels together").isBetween(0.0099, 0.01);
  }

  @Test
  void noise_isNotHeldAgainstTheMirror() {
    add(withBaseline, 2_000, different("$.time"), different("$.time"));
    add(withBaseline, 1, different("$.time", "$.id"), different("$.time"));
    assertThat(path(withBaseline, "$.time").verdict()).isEqualTo(Verdict.PASS);
    assertThat(path(withBaseline, "$.time").mirrorRate()).isEqualTo(1);
    assertThat(path(withBaseline, "$.time").baselineRate()).isEqualTo(1);
    assertThat(path(withBaseline, "$.time").samples()).isEmpty();
    assertThat(withBaseline.report().verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void mirrorThatDiffersLessOften_passes() {
    add(withBaseline, 600, EQUAL, different("$.time"));
    assertThat(path(withBaseline, "$.time").evidence()).isNegative();
    assertThat(withBaseline.report().verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void failure_staysUntilReset() {
    add(alone, 10, different("$.total"));
    double evidence = path(alone, "$.total").evidence();
    add(alone, 50_000, EQUAL);
    assertThat(path(alone, "$.total").verdict()).isEqualTo(Verdict.FAIL);
    assertThat(path(alone, "$.total").evidence()).isEqualTo(evidence);
    alone.reset();
    assertThat(alone.report().endpoints()).isEmpty();
    add(alone, 1_000, EQUAL);
    assertThat(alone.report().verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void verdictThatPassed_mayBeOpenAgain() {
    add(alone, 600, EQUAL);
    assertThat(alone.report().verdict()).isEqualTo(Verdict.PASS);
    add(alone, 1, different("$.a"));
    add(alone, 300, EQUAL);
    add(alone, 1, different("$.a"));
    assertThat(alone.report().verdict()).isNotEqualTo(Verdict.PASS);
  }

  @Test
  void endpointsWorst_isTheRoutes() {
    add(alone, 1_000, EQUAL);
    for (int i = 0; i < 10; i++) {
      alone.add(
          "GET", "/rare", AccountExchanges.ANSWER, AccountExchanges.ANSWER, EQUAL, null, null);
    }
    ComparisonReport report = alone.report();
    assertThat(report.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    ComparisonReport.Endpoint rare = report.endpoints().get(0);
    assertThat(rare.name()).isEqualTo("GET /rare");
    assertThat(rare.remaining()).isBetween(400L, 600L);
    assertThat(report.remaining()).as("of all exchanges").isGreaterThan(100L * 400);
  }

  @Test
  void foretoldNumber_isAboutRight() {
    // One in fifty, evenly: twenty times what is tolerated.
    for (int i = 1; i <= 110; i++) {
      add(withBaseline, 1, i % 50 == 0 ? different("$.a") : EQUAL, EQUAL);
    }
    int foretold = 110 + remaining(withBaseline);
    int settled = 110;
    while (withBaseline.report().verdict() == Verdict.INCONCLUSIVE) {
      settled++;
      add(withBaseline, 1, settled % 50 == 0 ? different("$.a") : EQUAL, EQUAL);
    }
    assertThat(withBaseline.report().verdict()).isEqualTo(Verdict.FAIL);
    assertThat((double) foretold / settled).isBetween(0.7, 1.4);
  }
}
