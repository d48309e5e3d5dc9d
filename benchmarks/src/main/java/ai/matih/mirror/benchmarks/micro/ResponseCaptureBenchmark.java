package ai.matih.mirror.benchmarks.micro;

import ai.matih.mirror.Capture;
import ai.matih.mirror.MirrorConfig;
import ai.matih.mirror.Outcome;
import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.TrafficMirrorBuilder;
import ai.matih.mirror.compare.Comparison;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What does a response of 2 KiB cost the primary's thread as it passes, by who looks at it? */
@State(Scope.Thread)
public class ResponseCaptureBenchmark {
  private static final int EXCHANGES = 200;
  private static final Map<String, String> FIELDS = Map.of("content-type", "application/json");

  private final Requests requests = new Requests("GET", 0, true);
  private final byte[] body = new byte[2048];
  private final Capture[] captures = new Capture[EXCHANGES];
  private @Nullable TrafficMirror mirror;

  /** Nobody, the log line by length and checksum, or the comparison, which keeps the bytes. */
  @Param({"nobody", "digest", "kept"})
  public String arm = "";

  /** Builds the arm's mirror. */
  @Setup(Level.Trial)
  public void build() {
    MirrorConfig config = MirrorConfig.of("localhost", 1).withLogResponses(arm.equals("digest"));
    TrafficMirrorBuilder builder =
        TrafficMirror.builder("benchmark").to(config).dispatcher(new Sink(true));
    mirror = (arm.equals("kept") ? builder.compare(Comparison.defaults()) : builder).build();
  }

  /** Begins the exchanges whose responses will pass. */
  @Setup(Level.Invocation)
  public void begin() {
    TrafficMirror built = mirror;
    for (int i = 0; i < EXCHANGES && built != null; i++) {
      captures[i] = built.begin(requests.next());
    }
  }

  /** One response. */
  @Benchmark
  @OperationsPerInvocation(EXCHANGES)
  public Object response() {
    for (Capture capture : captures) {
      capture.responseBody(body, 0, body.length);
      capture.response(200, FIELDS::get);
    }
    return captures;
  }

  /** Ends the exchanges. */
  @TearDown(Level.Invocation)
  public void end() {
    for (Capture capture : captures) {
      capture.end();
    }
    while (mirror != null && mirror.stats().inFlight() > 0) {
      Thread.onSpinWait();
    }
  }

  /** Fails a benchmark of exchanges that were none. */
  @TearDown(Level.Trial)
  public void check() {
    TrafficMirror built = mirror;
    if (built != null) {
      long refused = built.stats().offered() - built.stats().count(Outcome.RESPONDED);
      built.close();
      if (refused > 0) {
        throw new IllegalStateException(refused + " exchanges were refused");
      }
    }
  }
}
