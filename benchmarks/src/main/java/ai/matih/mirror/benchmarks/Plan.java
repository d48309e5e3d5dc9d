package ai.matih.mirror.benchmarks;

import java.time.Duration;

/**
 * How long everything takes.
 *
 * @param warmUp at most, of each service
 */
record Plan(Duration slice, int rounds, Duration warmUp) {
  static final Plan FULL = new Plan(Duration.ofSeconds(1), 20, Duration.ofSeconds(40));
  static final Plan QUICK = new Plan(Duration.ofSeconds(1), 6, Duration.ofSeconds(25));
}
