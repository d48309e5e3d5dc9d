package ai.matih.mirror.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvidenceBetsTest {
  private static final double PASSED = Math.log(100);

  private static PathCounts counts(int compared, int onlyMirror, int onlyBaseline) {
    return new PathCounts(compared, 0, onlyMirror, onlyBaseline);
  }

  /** What the wealth is multiplied by, on average, in one exchange more. */
  private static double growth(
      Bets bets, int compared, int onlyMirror, int onlyBaseline, double mirror, double baseline) {
    double now = bets.logWealth(counts(compared, onlyMirror, onlyBaseline));
    double worse = bets.logWealth(counts(compared + 1, onlyMirror + 1, onlyBaseline));
    double better = bets.logWealth(counts(compared + 1, onlyMirror, onlyBaseline + 1));
    double quiet = bets.logWealth(counts(compared + 1, onlyMirror, onlyBaseline));
    return mirror * Math.exp(worse - now)
        + baseline * Math.exp(better - now)
        + (1 - mirror - baseline) * Math.exp(quiet - now);
  }

  @ParameterizedTest
  @CsvSource({"0.01, 0.01, 0", "0.01, 0.31, 0.3", "0.01, 0.5, 0.49", "0.2, 0.3, 0.1"})
  void wealth_isAMartingaleWhereTheExcessIsTheMargin(
      double margin, double mirror, double baseline) {
    Bets bets = new Bets(margin);
    for (int n = 0; n < 100; n += 10) {
      for (int worse = 0; worse <= n; worse += 5) {
        for (int better = 0; better <= n - worse; better += 5) {
          assertThat(growth(bets, n, worse, better, mirror, baseline)).isCloseTo(1, within(1e-9));
          assertThat(growth(bets, n, worse, better, mirror + 0.01, baseline - 0.01 * baseline))
              .as("a larger excess")
              .isLessThan(1);
        }
      }
    }
  }

  @Test
  void wealth_beginsWithNoMoreThanOne() {
    assertThat(new Bets(0.01).logWealth(PathCounts.NONE)).isBetween(-0.05, 0.0);
  }

  @Test
  void quietPath_passesAfterSomeHundredExchanges() {
    Bets bets = new Bets(0.01);
    assertThat(bets.logWealth(counts(300, 0, 0))).isLessThan(PASSED);
    assertThat(bets.logWealth(counts(600, 0, 0))).isGreaterThan(PASSED);
  }

  @Test
  void noisyPath_passesOnceTheNumbersAreLarge() {
    Bets bets = new Bets(0.01);
    assertThat(bets.logWealth(counts(10_000, 2_000, 2_000))).isLessThan(PASSED);
    assertThat(bets.logWealth(counts(200_000, 40_000, 40_000))).isGreaterThan(PASSED);
    assertThat(bets.logWealth(counts(200_000, 42_000, 40_000))).isLessThan(PASSED);
  }

  @Test
  void wealth_ofHugeCounts_isANumber() {
    Bets bets = new Bets(0.01);
    assertThat(bets.logWealth(counts(2_000_000_000, 2_000_000_000, 0))).isNegative().isFinite();
    assertThat(bets.logWealth(counts(2_000_000_000, 0, 2_000_000_000))).isPositive().isFinite();
  }
}
