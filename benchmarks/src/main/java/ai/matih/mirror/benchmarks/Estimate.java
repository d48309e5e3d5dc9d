package ai.matih.mirror.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/**
 * A median, and the interval that holds the true one with a confidence of at least 95 %: between
 * the order statistics that a binomial distribution of one half gives, so that nothing is assumed
 * of how the values scatter. Of fewer than six values the interval is all of them.
 */
record Estimate(double median, double low, double high) {

  static Estimate of(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int count = sorted.length;
    if (count == 0) {
      throw new IllegalArgumentException("nothing was measured");
    }
    double median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
    int cut = cut(count);
    return new Estimate(median, sorted[cut], sorted[count - 1 - cut]);
  }

  /** How many values may be left out at each end. */
  static int cut(int count) {
    double probability = Math.pow(0.5, count);
    double tail = probability;
    int cut = 0;
    while (tail <= 0.025) {
      cut++;
      probability *= (double) (count - cut + 1) / cut;
      tail += probability;
    }
    return Math.max(0, cut - 1);
  }

  /** Whether it is certainly on the good side of a limit, certainly not, or neither is certain. */
  Verdict atMost(double limit) {
    return high <= limit ? Verdict.REACHED : low > limit ? Verdict.MISSED : Verdict.UNDECIDED;
  }

  /** The same where more is better. */
  Verdict atLeast(double limit) {
    return low >= limit ? Verdict.REACHED : high < limit ? Verdict.MISSED : Verdict.UNDECIDED;
  }

  /** With two digits behind the point, and the interval. */
  String ratio() {
    return String.format(Locale.ROOT, "%.2f (%.2f-%.2f)", median, low, high);
  }

  /** With one digit behind the point, and the interval. */
  String micros() {
    return String.format(Locale.ROOT, "%.1f (%.1f-%.1f)", median, low, high);
  }

  /** Whole, without the interval. */
  String whole() {
    return String.format(Locale.ROOT, "%,.0f", median);
  }
}
