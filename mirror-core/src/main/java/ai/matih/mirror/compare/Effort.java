package ai.matih.mirror.compare;

/** What one comparison may still do. Not thread-safe. */
final class Effort {
  private int left;

  Effort(int most) {
    this.left = most;
  }

  /**
   * So many steps, at least one.
   *
   * @throws Obstacle if these are too many
   */
  void spend(int steps) {
    left -= steps;
    if (left < 0) {
      throw new Obstacle("too much to compare");
    }
  }
}
