package ai.matih.mirror.benchmarks.micro;

import ai.matih.mirror.RequestView;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** What does it cost to read a request's every field, and copy nothing? */
@State(Scope.Thread)
public class ReadBenchmark {
  private final Requests gets = new Requests("GET", 0, true);

  /** Its target and its fields. */
  @Benchmark
  public void baseline(Blackhole sink) {
    RequestView view = gets.next();
    sink.consume(view.target());
    view.forEachHeader((name, value) -> sink.consume(value));
  }
}
