package ai.matih.mirror.compare;

import ai.matih.mirror.compare.ComparisonReport.Counts;
import ai.matih.mirror.compare.ComparisonReport.Endpoint;
import ai.matih.mirror.compare.ComparisonReport.Latency;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** A report as a table for people: at most 120 columns, and short enough to be read at a glance. */
final class ReportText {
  private static final int COLUMNS = 120;
  private static final int NAME = 44;
  private static final int MOST_ENDPOINTS = 20;
  private static final int MOST_PATHS = 10;
  private static final String INDENT = " ".repeat(17);
  private static final String ROW = "%-12s %-44s %11s %8s %8s %8s %11s %11s";

  private final StringBuilder text = new StringBuilder();
  private final ComparisonReport report;

  private ReportText(ComparisonReport report) {
    this.report = report;
  }

  static String of(ComparisonReport report) {
    ReportText table = new ReportText(report);
    table.head();
    List<Endpoint> endpoints = report.endpoints();
    endpoints.stream().limit(MOST_ENDPOINTS).forEach(table::endpoint);
    if (endpoints.size() > MOST_ENDPOINTS) {
      table.line("more endpoints: %d", endpoints.size() - MOST_ENDPOINTS);
    }
    return table.text.toString();
  }

  private void head() {
    Counts counts = report.counts();
    line(Shown.text(report.route(), 80) + ": " + report.verdict());
    line(
        "%s exchanges since %s%s",
        count(counts.exchanges()),
        report.since().truncatedTo(ChronoUnit.SECONDS),
        report.withBaseline() ? ", with a baseline" : "");
    line(
        "%s equal, %s different, %s not comparable; %s skipped besides",
        count(counts.equal()),
        count(counts.different()),
        count(counts.notComparable()),
        count(counts.skipped()));
    unsettled(report.verdict(), report.remaining());
    line("");
    String times = "times: " + (report.withBaseline() ? "baseline" : "primary") + "/mirror";
    line(ROW, "", times, "exchanges", "mirror", "baseline", "evidence", "p50 ms", "p99 ms");
  }

  private void endpoint(Endpoint endpoint) {
    Counts counts = endpoint.counts();
    line(
        ROW,
        endpoint.verdict(),
        Shown.text(endpoint.name(), NAME - 3),
        count(counts.exchanges()),
        "",
        "",
        "",
        times(endpoint, Latency::p50Micros),
        times(endpoint, Latency::p99Micros));
    unsettled(endpoint.verdict(), endpoint.remaining());
    List<ComparisonReport.Path> open =
        endpoint.paths().stream().filter(path -> path.verdict() != Verdict.PASS).toList();
    open.stream().limit(MOST_PATHS).forEach(this::path);
    int more = open.size() - MOST_PATHS;
    int passed = endpoint.paths().size() - open.size();
    if (more > 0) {
      line("%smore such paths: %d", INDENT, more);
    }
    if (passed > 0) {
      line("%spaths that pass: %d", INDENT, passed);
    }
  }

  private void path(ComparisonReport.Path path) {
    line(
        ROW,
        "  " + (path.verdict() == Verdict.FAIL ? "FAIL" : ""),
        "  " + Shown.text(path.path(), NAME - 5),
        count(path.compared()),
        share(path.mirrorRate()),
        report.withBaseline() ? share(path.baselineRate()) : "",
        evidence(path.evidence()),
        "",
        "");
    path.samples().stream()
        .limit(1)
        .forEach(
            s -> line("%s  %s: %s -> %s", INDENT, s.kind(), shown(s.primary()), shown(s.mirror())));
  }

  private void unsettled(Verdict verdict, @Nullable Long remaining) {
    if (verdict == Verdict.INCONCLUSIVE) {
      line(
          remaining == null
              ? "%sno end in sight at this rate"
              : "%sabout %s more exchanges would settle it at this rate",
          INDENT,
          remaining == null ? "" : count(remaining));
    }
  }

  private void line(String format, Object... values) {
    String line = String.format(Locale.ROOT, format, values).stripTrailing();
    text.append(line.length() > COLUMNS ? Shown.text(line, COLUMNS - 4) : line).append('\n');
  }

  private static String shown(@Nullable String value) {
    return value == null ? "nothing" : value;
  }

  private static String count(long count) {
    return count < 100_000_000
        ? String.format(Locale.ROOT, "%,d", count)
        : String.format(Locale.ROOT, "%,d M", count / 1_000_000);
  }

  private static String share(double share) {
    return share > 0 && share < 0.0001
        ? "<0.01 %"
        : String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }

  /** Below 1 it speaks for the mirror. */
  private static String evidence(double log10) {
    if (log10 < 0) {
      return "<1";
    }
    return log10 < 1000 ? "10^" + (int) log10 : ">10^999";
  }

  /** The baseline's is measured where the mirror's is, the primary's within the service. */
  private String times(Endpoint endpoint, ToLongFunction<Latency> quantile) {
    Latency usual = report.withBaseline() ? endpoint.baseline() : endpoint.primary();
    Latency mirror = endpoint.mirror();
    return usual == null || mirror == null
        ? ""
        : millis(quantile.applyAsLong(usual)) + "/" + millis(quantile.applyAsLong(mirror));
  }

  private static String millis(long micros) {
    return String.format(Locale.ROOT, micros < 10_000 ? "%.1f" : "%.0f", micros / 1000.0);
  }
}
