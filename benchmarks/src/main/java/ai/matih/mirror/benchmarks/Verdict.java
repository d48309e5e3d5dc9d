package ai.matih.mirror.benchmarks;

import java.util.Locale;

/** What a measurement says of a goal. */
enum Verdict {
  REACHED,
  MISSED,
  /** The interval holds the goal. */
  UNDECIDED,
  /** The target was too busy for all copies: what did not come cannot have been cheap. */
  COPIES_LOST,
  /** Two equal arms were not equal, so that nothing can be said. */
  TOO_NOISY;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
