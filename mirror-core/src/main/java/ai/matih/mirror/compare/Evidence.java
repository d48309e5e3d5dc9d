package ai.matih.mirror.compare;

/**
 * What counts prove about one path of an endpoint. Immutable.
 *
 * <p>FAIL: with a baseline, of the exchanges in which one of mirror and baseline differs and the
 * other does not, at most half would be the mirror's if it differed no more often; without one, at
 * most {@code epsilon} of all exchanges would differ. The evidence against that is a {@link
 * Mixture}.
 *
 * <p>An endpoint's paths are not known beforehand, and a path is looked at <em>because</em> it
 * differed. So the exchange that brought it to light is no evidence: counted are those after it,
 * whatever they bring. The path that came as the k-th has to prove itself at the level
 * alpha/(k(k+1)). These levels' sum over all k is alpha, which is the chance that any path of an
 * endpoint whose mirror is no worse ever fails, however many there are, however they depend on each
 * other and however often one looks.
 *
 * <p>PASS: {@link Bets} that the mirror differs in less than {@code delta} of the exchanges more
 * than the baseline does, or than {@code epsilon}, at the level alpha. Here nothing has to be
 * corrected: an endpoint passes only if all its paths do, so one that is worse is enough to stop
 * it.
 */
final class Evidence {
  private final double tolerated;

  private final boolean withBaseline;
  private final double logRequired;
  private final Bets bets;

  Evidence(Comparison settings, boolean withBaseline) {
    this.withBaseline = withBaseline;
    this.tolerated = withBaseline ? 0.5 : settings.epsilon();
    this.logRequired = -Math.log(settings.alpha());
    this.bets = new Bets(withBaseline ? settings.delta() : settings.delta() + settings.epsilon());
  }

  /** The natural logarithm of the evidence, counts being those after the first difference. */
  double log(PathCounts counts) {
    return Mixture.logRatio(counts.onlyMirror(), misses(counts), tolerated);
  }

  /** The logarithm of the evidence that fails the k-th path, from 1 on. */
  double required(int k) {
    return logRequired + Weights.logInverse(k);
  }

  /** Whether the evidence is as much as required, counts being those after the first difference. */
  boolean fails(PathCounts counts, double required) {
    return Mixture.logMaximum(counts.onlyMirror(), misses(counts), tolerated) >= required
        && log(counts) >= required;
  }

  /** Whether the excess is small, counts being those since the beginning. */
  boolean passes(PathCounts counts) {
    return bets.logWealth(counts) >= logRequired;
  }

  /** The verdict on a path, and where it leads. */
  Outlook outlook(PathAccount account) {
    PathCounts all = account.all();
    PathCounts later = account.later();
    return Outlook.of(
        growth -> {
          if (account.failed() || fails(later.plus(all, growth), account.required())) {
            return Verdict.FAIL;
          }
          return passes(all.plus(all, growth)) ? Verdict.PASS : Verdict.INCONCLUSIVE;
        },
        all.compared());
  }

  private double misses(PathCounts counts) {
    return withBaseline ? counts.onlyBaseline() : counts.compared() - counts.onlyMirror();
  }
}
