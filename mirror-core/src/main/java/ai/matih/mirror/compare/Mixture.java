package ai.matih.mirror.compare;

import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.numbers.gamma.RegularizedBeta;

/**
 * The likelihood ratio of independent trials, that an event is more frequent than {@code q} against
 * that it has just this frequency, with the frequency p spread evenly over (q, 1]:
 *
 * <pre>
 * E = integral from q to 1 of p^hits (1-p)^misses dp / (1-q)  /  ( q^hits (1-q)^misses )
 * </pre>
 *
 * <p>Where each trial's chance, given the past, is at most q, E is a supermartingale that starts at
 * 1: it ever reaches 1/a with a chance of at most a (Ville's inequality), however often one looks.
 */
final class Mixture {
  private Mixture() {}

  /** The natural logarithm of E. */
  static double logRatio(double hits, double misses, double q) {
    double upperTail = RegularizedBeta.complement(q, hits + 1, misses + 1);
    if (upperTail < Double.MIN_NORMAL) {
      return logTail(hits, misses, q);
    }
    return LogBeta.value(hits + 1, misses + 1)
        + Math.log(upperTail)
        - hits * Math.log(q)
        - (misses + 1) * Math.log1p(-q);
  }

  /**
   * The logarithm of the largest the ratio can be for any p: a bound on {@link #logRatio} that
   * costs next to nothing.
   */
  static double logMaximum(double hits, double misses, double q) {
    double p = hits / (hits + misses);
    if (!(p > q)) {
      return 0;
    }
    double left = misses == 0 ? 0 : misses * Math.log((1 - p) / (1 - q));
    return hits * Math.log(p / q) + left;
  }

  /**
   * Far fewer hits than q would give: p adds to the integral only next to q, where the integrand
   * falls like an exponential. Its tangent bounds it from above, within 1/trials of the truth.
   */
  private static double logTail(double hits, double misses, double q) {
    return -Math.log(misses - hits * (1 - q) / q);
  }
}
