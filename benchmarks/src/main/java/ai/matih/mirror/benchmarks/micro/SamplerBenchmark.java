package ai.matih.mirror.benchmarks.micro;

import ai.matih.mirror.PercentageSampler;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What does a decision cost? The baseline finds the request's id and decides nothing. */
@State(Scope.Benchmark)
public class SamplerBenchmark {
  private static final double HALF = 0.5;

  private final PercentageSampler sampler = PercentageSampler.of("benchmark");

  /** Each thread's own requests. */
  @State(Scope.Thread)
  public static class Views {
    final Requests keyed = new Requests("GET", 0, true);
    final Requests keyless = new Requests("GET", 0, false);
  }

  /** Looks for both keys, as the sampler does. */
  @Benchmark
  public boolean baselineKeyed(Views views) {
    var view = views.keyed.next();
    return view.header("traceparent") == null && view.header("X-Request-ID") != null;
  }

  /** Looks for both keys, as the sampler does. */
  @Benchmark
  public boolean baselineKeyless(Views views) {
    var view = views.keyless.next();
    return view.header("traceparent") == null && view.header("X-Request-ID") != null;
  }

  /** By an id of 36 characters. */
  @Benchmark
  public boolean keyed(Views views) {
    return sampler.sample(views.keyed.next(), HALF);
  }

  /** By its turn. */
  @Benchmark
  public boolean keyless(Views views) {
    return sampler.sample(views.keyless.next(), HALF);
  }
}
