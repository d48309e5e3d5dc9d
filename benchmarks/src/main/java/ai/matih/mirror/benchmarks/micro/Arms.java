package ai.matih.mirror.benchmarks.micro;

import ai.matih.mirror.MirrorConfig;
import ai.matih.mirror.Outcome;
import ai.matih.mirror.PercentageSampler;
import ai.matih.mirror.TrafficMirror;
import java.util.Map;

/** The mirrors of the arms, and the check that each did what its name says. */
enum Arms {
  NOT_SAMPLED(Outcome.NOT_SAMPLED),
  MIRRORED(Outcome.RESPONDED),
  OVERLOADED(Outcome.OVER_CONCURRENCY);

  /** No request of a benchmark is within it. */
  private static final double HARDLY_ANY = 0x1p-60;

  private static final MirrorConfig CONFIG =
      MirrorConfig.of("localhost", 1).withLogResponses(false);

  private final Outcome expected;

  Arms(Outcome expected) {
    this.expected = expected;
  }

  TrafficMirror mirror() {
    var builder = TrafficMirror.builder("benchmark").to(CONFIG).dispatcher(new Sink(true));
    switch (this) {
      case NOT_SAMPLED -> {
        // Decided by each request's id, as it would not be where all or none are copied.
        PercentageSampler sampler = PercentageSampler.of("benchmark");
        builder.sampler((request, share) -> sampler.sample(request, HARDLY_ANY));
      }
      case MIRRORED -> {}
      case OVERLOADED -> builder.maxInFlight(1).dispatcher(new Sink(false));
    }
    TrafficMirror mirror = builder.build();
    if (this == OVERLOADED) {
      mirror.begin(new Requests("GET", 0, true).next()).end();
    }
    return mirror;
  }

  /**
   * Closes the mirror.
   *
   * @throws IllegalStateException if anything else happened than what was to be measured
   */
  void check(TrafficMirror mirror) {
    Map<Outcome, Long> outcomes = mirror.stats().outcomes();
    for (Map.Entry<Outcome, Long> entry : outcomes.entrySet()) {
      boolean happened = entry.getValue() > 0;
      if (happened != (entry.getKey() == expected)) {
        throw new IllegalStateException(this + " ended in " + outcomes);
      }
    }
    mirror.close();
  }
}
