package ai.matih.mirror.benchmarks;

import java.time.Duration;

/** How long everything takes. */
record Plan(Duration slice, int rounds, Duration warmUp) {
  static final Plan FULL = new Plan(Duration.ofMillis(1500), 20, Duration.ofSeconds(20));
  static final Plan QUICK = new Plan(Duration.ofSeconds(1), 5, Duration.ofSeconds(6));
}
