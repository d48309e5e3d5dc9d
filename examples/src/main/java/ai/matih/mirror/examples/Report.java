package ai.matih.mirror.examples;

import ai.matih.mirror.MirrorConfig;
import ai.matih.mirror.MirrorStats;
import ai.matih.mirror.Outcome;
import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** What a trial has shown, for a reader at a terminal of 80 columns. */
final class Report {
  private final Trial trial;
  private final Audit audit;
  private final PrintStream out;

  Report(Trial trial, Audit audit, PrintStream out) {
    this.trial = trial;
    this.audit = audit;
    this.out = out;
  }

  /** Prints the report; its last line begins with {@code demo:} and says how it went. */
  void print() {
    services();
    requests();
    outcomes();
    share();
    latency();
    exactness();
    answers();
    conclusion();
  }

  private void services() {
    MirrorConfig config = trial.config();
    line("Primary   http://127.0.0.1:%d, Tomcat with MirrorFilter", trial.primaryPort());
    line(
        "Mirror    http://%s:%d, the next version, whose %s differs",
        config.mirrorHost(), config.mirrorPort(), Shop.PLANTED);
    String json = config.toJson();
    int middle = json.indexOf(",\"synchronous\"") + 1;
    line("Config    %s", json.substring(0, middle));
    line("          %s", json.substring(middle));
  }

  private void requests() {
    line("");
    line(
        "Requests  %,d over %d keep-alive connections, %d a second; made twice, with",
        size(), Load.CONNECTIONS, Load.PER_SECOND);
    line("          the mirror off and on, in turns; here with it on:");
    line("          %-14s%10s%10s%10s", "", "requests", "copies", "differ");
    trial.calls().stream()
        .collect(Collectors.groupingBy(Call::endPoint, TreeMap::new, Collectors.counting()))
        .forEach(
            (endPoint, count) -> {
              Answers.Compared found = trial.answers().at(endPoint);
              line(
                  "          %-14s%,10d%,10d%,10d",
                  endPoint, count, found.answered(), found.different());
            });
  }

  private void outcomes() {
    line("");
    String heading = "Copies";
    for (Map.Entry<Outcome, Long> outcome : occurred(trial.stats()).entrySet()) {
      if (outcome.getKey() != Outcome.DISABLED) {
        line("%-10s%-18s%,6d", heading, outcome.getKey(), outcome.getValue());
        heading = "";
      }
    }
  }

  /** The outcomes that there were, the good one first. */
  static Map<Outcome, Long> occurred(MirrorStats stats) {
    Map<Outcome, Long> occurred = new TreeMap<>(Comparator.reverseOrder());
    occurred.putAll(stats.outcomes());
    occurred.values().removeIf(count -> count == 0);
    return occurred;
  }

  private void share() {
    int keyless = size() - audit.keyed;
    line("");
    line(
        "Share     %.1f %% to be copied, %d %% configured",
        100.0 * audit.sampled() / size(), trial.config().percentage());
    line(
        "          with a key (X-Request-ID, traceparent): %,d of %,d decided as the",
        audit.decided, audit.keyed);
    line("          published function says; without: %,d of %,d", audit.keylessCopies, keyless);
  }

  private void latency() {
    line("");
    line("Latency   %-14s%10s%10s%10s%10s", "of the primary", "p50", "p90", "p99", "max");
    latency("mirror off", trial.without());
    latency("mirror on", trial.with());
    line(
        "          in ms since each request was due; all parts share %d processors",
        Runtime.getRuntime().availableProcessors());
  }

  private void latency(String name, List<Reply> replies) {
    Histogram nanos = new Histogram(3);
    replies.forEach(reply -> nanos.recordValue(reply.nanos()));
    line(
        "          %-14s%10.2f%10.2f%10.2f%10.2f",
        name,
        nanos.getValueAtPercentile(50) / 1e6,
        nanos.getValueAtPercentile(90) / 1e6,
        nanos.getValueAtPercentile(99) / 1e6,
        nanos.getMaxValue() / 1e6);
  }

  private void exactness() {
    line("");
    line("Exact     %,d of %,d requests reached the primary as sent", audit.intact, size());
    line(
        "          %,d of %,d copies equal what the primary saw, byte for byte:",
        audit.verified, audit.copies);
    line("          method, target, header fields, body");
    line(
        "          of these %,d forms, which the primary read by getParameter and the",
        audit.rebuilt);
    line("          mirror rebuilt (reconstructForms), compared by their parameters");
  }

  private int size() {
    return trial.calls().size();
  }

  private void answers() {
    line("");
    String heading = "Differing";
    for (Map.Entry<String, Answers.Compared> entry : trial.answers().differing().entrySet()) {
      Answers.Compared found = entry.getValue();
      line(
          "%-10s%s: %,d of %,d answers differ in %s",
          heading, entry.getKey(), found.different(), found.answered(), found.differences());
      heading = "";
    }
    line("          each exchange has a line in %s", Demo.logFile());
    line("");
  }

  private void conclusion() {
    List<String> problems = audit.problems();
    problems.forEach(problem -> line("demo: does not reconcile: %s", problem));
    line(
        "demo: %s requests=%d copies=%d verified=%d lost=%d",
        problems.isEmpty() ? "ok" : "failed", size(), audit.copies, audit.verified, audit.lost);
  }

  private void line(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
