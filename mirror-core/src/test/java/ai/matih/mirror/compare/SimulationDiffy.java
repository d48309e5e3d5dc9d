package ai.matih.mirror.compare;

/**
 * Diffy's thresholds, asked after every exchange: a path is reported if the candidate's differences
 * are more than the noise, by more than 20 % of their sum and 0.03 % of the exchanges.
 */
final class SimulationDiffy {
  private final int[] raw;
  private final int[] noise;
  private final int[] firstReported;
  private int exchanges;

  SimulationDiffy(int paths) {
    this.raw = new int[paths];
    this.noise = new int[paths];
    this.firstReported = new int[paths];
  }

  /** A path in the exchange that is next. */
  void add(int path, boolean candidate, boolean baseline) {
    raw[path] += candidate ? 1 : 0;
    noise[path] += baseline ? 1 : 0;
    if (firstReported[path] == 0 && candidate && !baseline && reports(path, exchanges + 1)) {
      firstReported[path] = exchanges + 1;
    }
  }

  void exchanged() {
    exchanges++;
  }

  private boolean reports(int path, int total) {
    int excess = raw[path] - noise[path];
    return excess > 0.2 * (raw[path] + noise[path]) && excess > 0.0003 * total;
  }

  /** After how many exchanges the path was reported first, or 0. */
  int firstReported(int path) {
    return firstReported[path];
  }

  /** Whether it is reported now. */
  boolean reports(int path) {
    return reports(path, exchanges);
  }

  /** Whether any path was ever reported. */
  boolean everReported() {
    for (int first : firstReported) {
      if (first > 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether any path is reported now. */
  boolean reportsAny() {
    for (int path = 0; path < raw.length; path++) {
      if (reports(path)) {
        return true;
      }
    }
    return false;
  }
}
