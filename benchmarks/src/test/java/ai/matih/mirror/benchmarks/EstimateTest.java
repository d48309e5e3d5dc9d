package ai.matih.mirror.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EstimateTest {
  @Test
  void theMedianIsTheMiddleOrTheMeanOfTheTwoInIt() {
    assertThat(Estimate.of(3, 1, 2).median()).isEqualTo(2);
    assertThat(Estimate.of(4, 1, 2, 3).median()).isEqualTo(2.5);
  }

  /** The ranks of the sign test's 95 % interval, as tables have them. */
  @Test
  void theIntervalLeavesOutAsManyAtEachEndAsTheBinomialDistributionAllows() {
    assertThat(IntStream.of(5, 6, 8, 9, 12, 15, 20, 30).map(Estimate::cut))
        .containsExactly(0, 0, 0, 1, 2, 3, 5, 9);
  }

  @Test
  void theIntervalIsOfTheValuesInOrder() {
    double[] values = IntStream.rangeClosed(1, 20).mapToDouble(i -> 21 - i).toArray();
    assertThat(Estimate.of(values)).isEqualTo(new Estimate(10.5, 6, 15));
  }

  @Test
  void aGoalIsReachedOrMissedOnlyIfTheWholeIntervalSaysSo() {
    Estimate estimate = new Estimate(1.2, 1.1, 1.3);
    assertThat(estimate.atMost(1.3)).isEqualTo(Verdict.REACHED);
    assertThat(estimate.atMost(1.25)).isEqualTo(Verdict.UNDECIDED);
    assertThat(estimate.atMost(1.09)).isEqualTo(Verdict.MISSED);
    assertThat(estimate.atLeast(1.1)).isEqualTo(Verdict.REACHED);
    assertThat(estimate.atLeast(1.25)).isEqualTo(Verdict.UNDECIDED);
    assertThat(estimate.atLeast(1.31)).isEqualTo(Verdict.MISSED);
  }

  @Test
  void ofNothingThereIsNoEstimate() {
    assertThatIllegalArgumentException().isThrownBy(Estimate::of);
  }
}
