package ai.matih.mirror.compare;

/** What one comparison may still do. Not thread-safe. */
final class Effort {
  private int left;

  Effort(int most) {
    this.left = most;
  }

  /**
   * One step.
   *
   * @throws Obstacle if it was one too many
   */
  void spend() {
    if (--left < 0) {
      throw new Obstacle("too much to compare");
    }
  }
}
