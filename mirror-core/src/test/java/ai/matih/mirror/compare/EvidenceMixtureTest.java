package ai.matih.mirror.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The mixture's values against two computations that share nothing with it. */
class EvidenceMixtureTest {
  private static final MathContext PRECISE = new MathContext(60);

  /**
   * E as a finite sum: the integral is a tail of the beta distribution, which is one of the
   * binomial distribution of hits + misses + 1 trials.
   */
  private static double exactLog(int hits, int misses, String q) {
    BigDecimal event = new BigDecimal(q);
    BigDecimal none = BigDecimal.ONE.subtract(event);
    int trials = hits + misses + 1;
    BigDecimal odds = event.divide(none, PRECISE);
    // Terms C(trials, j) q^j (1-q)^(trials-j), relative to the one at j = hits, from there down.
    BigDecimal term = BigDecimal.ONE;
    BigDecimal sum = BigDecimal.ZERO;
    for (int j = hits; j >= 0; j--) {
      sum = sum.add(term, PRECISE);
      term =
          term.multiply(BigDecimal.valueOf(j), PRECISE)
              .divide(BigDecimal.valueOf(trials - j + 1L).multiply(odds), PRECISE);
    }
    // The term at j = hits, over q^hits (1-q)^(misses+1), times B(hits+1, misses+1), is
    // C(trials, hits) hits! misses! / trials! = 1 / (misses + 1).
    return log(sum.divide(BigDecimal.valueOf(misses + 1L), PRECISE));
  }

  /** Of any magnitude. */
  private static double log(BigDecimal value) {
    BigInteger digits = value.unscaledValue();
    int excess = Math.max(0, digits.bitLength() - 60);
    return Math.log(digits.shiftRight(excess).doubleValue())
        + excess * Math.log(2)
        - value.scale() * Math.log(10);
  }

  /** E by Simpson's rule over where the integrand is not negligible. */
  private static double quadratureLog(double hits, double misses, double q) {
    DoubleUnaryOperator log =
        p ->
            (hits == 0 ? 0 : hits * Math.log(p / q))
                + (misses == 0 ? 0 : misses * Math.log((1 - p) / (1 - q)));
    double mode = Math.max(q, hits / Math.max(1, hits + misses));
    double top = log.applyAsDouble(mode);
    double from = edge(log, mode, q, top - 60);
    double to = edge(log, mode, 1, top - 60);
    int steps = 200_000;
    double width = (to - from) / steps;
    double sum = 0;
    for (int i = 0; i <= steps; i++) {
      int weight = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
      sum += weight * Math.exp(log.applyAsDouble(Math.min(to, from + i * width)) - top);
    }
    return top + Math.log(sum * width / 3) - Math.log1p(-q);
  }

  /** Between the mode and an end, where the integrand falls below a level, or the end. */
  private static double edge(DoubleUnaryOperator log, double mode, double end, double level) {
    if (log.applyAsDouble(end) > level) {
      return end;
    }
    double inside = mode;
    double outside = end;
    for (int i = 0; i < 100; i++) {
      double middle = (inside + outside) / 2;
      if (log.applyAsDouble(middle) > level) {
        inside = middle;
      } else {
        outside = middle;
      }
    }
    return outside;
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.5", "0.001", "0.000001", "0.3", "0.9"})
  void mixture_ofSmallCounts_isTheExactSum(String q) {
    int[] counts = {0, 1, 2, 3, 7, 20, 61, 300, 1000};
    for (int hits : counts) {
      for (int misses : counts) {
        assertThat(Mixture.logRatio(hits, misses, Double.parseDouble(q)))
            .as("%s hits, %s misses", hits, misses)
            .isCloseTo(exactLog(hits, misses, q), within(tolerance(hits, misses, q)));
      }
    }
  }

  /** Where the upper tail is below the smallest number, its bound stands in for it. */
  private static double tolerance(int hits, int misses, String q) {
    double expected = (hits + misses) * Double.parseDouble(q);
    return hits < 0.8 * expected && hits + misses > 100 ? 0.02 : 1e-9;
  }

  @ParameterizedTest
  @CsvSource({
    "100000, 0, 0.5", "0, 100000, 0.5", "50000, 50000, 0.5", "50500, 49500, 0.5",
    "49500, 50500, 0.5", "1000000, 1000000, 0.5", "1002000, 998000, 0.5", "3, 100000, 0.5",
    "30000, 70000, 0.5", "10000000, 9980000, 0.5", "0, 100000, 0.001", "100, 99900, 0.001",
    "150, 99850, 0.001", "50, 99950, 0.001", "1000, 99000, 0.001", "99000, 1000, 0.001",
    "10000, 9990000, 0.001", "12000, 9988000, 0.001", "0, 10000000, 0.001"
  })
  void mixture_ofLargeCounts_isTheIntegral(double hits, double misses, double q) {
    double log = Mixture.logRatio(hits, misses, q);
    assertThat(log).isCloseTo(quadratureLog(hits, misses, q), within(1e-3 + 1e-9 * Math.abs(log)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 0.001, 0.2})
  void mixture_isAMartingaleWhereTheEventIsAsFrequentAsTolerated(double q) {
    for (int hits = 0; hits < 60; hits++) {
      for (int misses = 0; misses < 60; misses++) {
        double now = Mixture.logRatio(hits, misses, q);
        double next =
            q * Math.exp(Mixture.logRatio(hits + 1, misses, q) - now)
                + (1 - q) * Math.exp(Mixture.logRatio(hits, misses + 1, q) - now);
        assertThat(next).as("%s hits, %s misses", hits, misses).isCloseTo(1, within(1e-9));
      }
    }
  }

  @Test
  void mixture_ofNothing_isOne() {
    assertThat(Mixture.logRatio(0, 0, 0.5)).isZero();
    assertThat(Mixture.logRatio(0, 0, 0.001)).isCloseTo(0, within(1e-12));
  }

  @Test
  void maximum_isNeverBelowTheMixture() {
    int[] counts = {0, 1, 5, 30, 400, 10_000, 1_000_000};
    for (double q : new double[] {0.5, 0.001}) {
      for (int hits : counts) {
        for (int misses : counts) {
          assertThat(Mixture.logMaximum(hits, misses, q))
              .as("%s hits, %s misses", hits, misses)
              .isGreaterThanOrEqualTo(Mixture.logRatio(hits, misses, q) - 1e-9);
        }
      }
    }
  }
}
