package ai.matih.mirror.benchmarks.micro;

import ai.matih.mirror.Capture;
import ai.matih.mirror.TrafficMirror;
import java.util.Locale;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What does a mirrored request cost the primary's thread, from its head to the hand-over? The
 * baseline is {@link ReadBenchmark}.
 */
@State(Scope.Thread)
public class BeginBenchmark {
  private static final int KIB = 1024;

  private final Requests gets = new Requests("GET", 0, true);
  private final Requests posts = new Requests("POST", KIB, true);
  private final byte[] body = new byte[KIB];

  /** Which arm; see {@link Arms}. */
  @Param({"not_sampled", "mirrored", "overloaded"})
  public String arm = "";

  private Arms chosen = Arms.MIRRORED;
  private TrafficMirror mirror = chosen.mirror();

  /** Builds the arm's mirror. */
  @Setup(Level.Trial)
  public void build() {
    mirror.close();
    chosen = Arms.valueOf(arm.toUpperCase(Locale.ROOT));
    mirror = chosen.mirror();
  }

  /** Fails a benchmark of what did not happen. */
  @TearDown(Level.Trial)
  public void check() {
    chosen.check(mirror);
  }

  /** Without a body. */
  @Benchmark
  public Capture get() {
    Capture capture = mirror.begin(gets.next());
    capture.end();
    return capture;
  }

  /** With a body of 1 KiB in one piece. */
  @Benchmark
  public Capture post1Kib() {
    Capture capture = mirror.begin(posts.next());
    capture.body(body, 0, KIB);
    capture.end();
    return capture;
  }
}
