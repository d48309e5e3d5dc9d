package ai.matih.mirror.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** {@code ./benchmark micro}: the JMH benchmarks, time and allocation per operation. */
final class Micro {
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  private Micro() {}

  /** Runs the benchmarks whose names contain one of the arguments, or all; prints Markdown. */
  public static void main(String[] args) throws Exception {
    List<String> names = new ArrayList<>(List.of(args));
    boolean quick = names.remove("--quick");
    Report report = new Report();
    report.paragraph("%s.", Machine.describe());
    report.columns("benchmark", "arm", "threads", "ns/op", "+-", "bytes/op");
    for (int threads = 1; threads <= 2; threads++) {
      // Two threads at a time ask whether they share anything: a question to the sampler only.
      List<String> patterns = threads == 2 ? List.of("SamplerBenchmark") : names;
      if (threads == 1 || names.isEmpty() || names.contains("Sampler")) {
        print(report, run(patterns, threads, quick), threads);
      }
    }
    System.out.println(report.markdown());
  }

  private static Collection<RunResult> run(List<String> patterns, int threads, boolean quick)
      throws Exception {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.NANOSECONDS)
            .threads(threads)
            .forks(quick ? 1 : 3)
            .warmupIterations(3)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(quick ? 3 : 5)
            .measurementTime(TimeValue.seconds(1))
            .jvmArgs("-Xms512m", "-Xmx512m", "-Dio.netty.leakDetection.level=disabled")
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true);
    for (String pattern : patterns) {
      options.include(pattern);
    }
    // The standard output is for the table.
    return new Runner(
            options.build(),
            OutputFormatFactory.createFormatInstance(System.err, VerboseMode.NORMAL))
        .run();
  }

  private static void print(Report report, Collection<RunResult> results, int threads) {
    for (RunResult result : results) {
      String name = result.getParams().getBenchmark();
      String arm = result.getParams().getParam("arm");
      Result<?> time = result.getPrimaryResult();
      Result<?> allocated = result.getSecondaryResults().get(ALLOCATED);
      report.row(
          name.replaceFirst(".*\\.(\\w+)Benchmark\\.", "$1 "),
          arm == null ? "" : arm.replace('_', ' '),
          threads,
          decimal(time.getScore()),
          decimal(time.getScoreError()),
          allocated == null ? "" : String.format(Locale.ROOT, "%.0f", allocated.getScore()));
    }
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
