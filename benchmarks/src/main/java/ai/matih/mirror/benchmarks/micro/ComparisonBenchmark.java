package ai.matih.mirror.benchmarks.micro;

import ai.matih.mirror.ObservedResponse;
import ai.matih.mirror.ResponseObserver;
import ai.matih.mirror.compare.Comparison;
import ai.matih.mirror.compare.ComparisonResult;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What does the comparison of two answers cost that keeps no bodies? */
@State(Scope.Thread)
public class ComparisonBenchmark {
  private final Comparison comparison = Comparison.ofDigests();
  private final ObservedResponse primary = observed(200);
  private final ObservedResponse alike = observed(200);
  private final ObservedResponse different = observed(503);

  private static ObservedResponse observed(int status) {
    ResponseObserver observer = new ResponseObserver();
    observer.head(status, name -> name.equals("content-type") ? "application/json" : null);
    observer.body(ByteBuffer.wrap(new byte[256]));
    return observer.observed("GET", Duration.ofMillis(1));
  }

  /** Nothing but the call. */
  @Benchmark
  public ObservedResponse baseline() {
    return primary;
  }

  /** Status, type, length and checksum are the same. */
  @Benchmark
  public ComparisonResult alike() {
    return comparison.compare(primary, alike);
  }

  /** The statuses differ. */
  @Benchmark
  public ComparisonResult differentStatus() {
    return comparison.compare(primary, different);
  }
}
