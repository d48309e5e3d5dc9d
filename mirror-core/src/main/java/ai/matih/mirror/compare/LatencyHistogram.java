package ai.matih.mirror.compare;

import java.time.Duration;
import org.HdrHistogram.PackedHistogram;
import org.jspecify.annotations.Nullable;

/**
 * Times to the microsecond and two digits. What is longer than a minute counts as a minute, which
 * bounds the memory: some 20 KiB where every length occurs, far less where few do. Not thread-safe.
 */
final class LatencyHistogram {
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final PackedHistogram histogram =
      new PackedHistogram(1, LONGEST.toSeconds() * 1_000_000, 2);

  void record(Duration elapsed) {
    Duration bounded = elapsed.compareTo(LONGEST) > 0 ? LONGEST : elapsed;
    histogram.recordValue(Math.max(0, bounded.toNanos() / 1000));
  }

  /** Null if there was none. */
  ComparisonReport.@Nullable Latency quantiles() {
    return histogram.getTotalCount() == 0
        ? null
        : new ComparisonReport.Latency(
            histogram.getValueAtPercentile(50), histogram.getValueAtPercentile(99));
  }
}
