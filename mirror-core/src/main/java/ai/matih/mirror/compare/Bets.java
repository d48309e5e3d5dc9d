package ai.matih.mirror.compare;

/**
 * Evidence that an excess is smaller than a margin: the wealth of a gambler who, in each exchange,
 * stakes a fixed share l of it on "less". With d = 1, -1 or 0 for the exchange (only the mirror
 * differs, only the baseline, none or both) it is multiplied by 1 + l (margin - d), which it does
 * not grow by, on average, as long as the excess, the mean of d, is the margin or more. One gambler
 * stakes much, one little: their sum, weighted, starts below 1, and passes 1/a with a chance of at
 * most a if the excess is not smaller. It grows with the margin, so the margins at which it has
 * passed are those above a confidence sequence's upper end.
 *
 * <p>Source: Waudby-Smith and Ramdas, "Estimating means of bounded random variables by betting"
 * (2024), whose sequences are as valid as those of Howard et al. (2021) and tighter.
 */
final class Bets {
  /** From all that can be staked without ruin, each by a square root of two smaller. */
  private static final int GAMBLERS = 25;

  private final double[] logWeight = new double[GAMBLERS];
  private final double[] logWon = new double[GAMBLERS];
  private final double[] logLost = new double[GAMBLERS];
  private final double[] logQuiet = new double[GAMBLERS];

  Bets(double margin) {
    for (int i = 0; i < GAMBLERS; i++) {
      double share = Math.pow(2, -i / 2.0);
      logWeight[i] = -Weights.logInverse(i + 1);
      logLost[i] = Math.log1p(share * (margin - 1));
      logWon[i] = Math.log1p(share * (margin + 1));
      logQuiet[i] = Math.log1p(share * margin);
    }
  }

  /** The natural logarithm of the wealth. */
  double logWealth(PathCounts counts) {
    double quiet = counts.compared() - counts.onlyMirror() - counts.onlyBaseline();
    double[] each = new double[GAMBLERS];
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < GAMBLERS; i++) {
      each[i] =
          logWeight[i]
              + counts.onlyMirror() * logLost[i]
              + counts.onlyBaseline() * logWon[i]
              + quiet * logQuiet[i];
      most = Math.max(most, each[i]);
    }
    double sum = 0;
    for (double log : each) {
      sum += Math.exp(log - most);
    }
    return most + Math.log(sum);
  }
}
