package ai.matih.mirror.compare;

/**
 * In how many exchanges a path differed, of those that could be compared there. Immutable.
 * Fractions where they are extrapolated.
 */
record PathCounts(double compared, double both, double onlyMirror, double onlyBaseline) {
  static final PathCounts NONE = new PathCounts(0, 0, 0, 0);

  /** One exchange more in which it differed, the last of so many that could be compared. */
  PathCounts differed(boolean mirror, boolean baseline, double compared) {
    return new PathCounts(
        compared,
        both + (mirror && baseline ? 1 : 0),
        onlyMirror + (mirror && !baseline ? 1 : 0),
        onlyBaseline + (baseline && !mirror ? 1 : 0));
  }

  /** The same differences in so many comparable exchanges. */
  PathCounts of(double compared) {
    return new PathCounts(compared, both, onlyMirror, onlyBaseline);
  }

  PathCounts minus(PathCounts other) {
    return plus(other, -1);
  }

  PathCounts plus(PathCounts other, double times) {
    return new PathCounts(
        compared + times * other.compared,
        both + times * other.both,
        onlyMirror + times * other.onlyMirror,
        onlyBaseline + times * other.onlyBaseline);
  }
}
