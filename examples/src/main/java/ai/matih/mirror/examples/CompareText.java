package ai.matih.mirror.examples;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a comparison of versions shows, for a reader at a terminal. */
final class CompareText {
  private final PrintStream out;

  CompareText(PrintStream out) {
    this.out = out;
  }

  void introduce(Trio trio, List<Regression> expected) {
    line("Primary    http://127.0.0.1:%d, Tomcat with MirrorFilter", trio.primary.port());
    line("Baseline   http://127.0.0.1:%d, the same version once more", trio.baseline.port());
    line(
        "Candidate  http://127.0.0.1:%d, the next version, in which planted are:",
        trio.candidate.port());
    expected.forEach(
        one ->
            line(
                "           %-13s%-17s%-12s%s",
                one.frequency(), one.endpoint(), one.path(), one.what()));
    line("");
    line("Noise      in all three, by which no two answers are alike:");
    line("           $.trace   a random id        rule: ignore(\"$.trace\")");
    line("           $.items   in any order       rule: unordered(\"$.items\")");
    line("           $.at      the time           no rule: the baseline differs there too");
    line("           $.seen    in any order       likewise");
    line("           $.cached  false in 1 of %d  likewise", Market.MISS);
    line("");
    line(
        "Requests   %d a second to the primary, each copied to the other two. A path",
        Load.PER_SECOND);
    line("           fails if the candidate is proved to differ there more often than the");
    line("           baseline: an endpoint's chance of a false alarm is at most 1 %%, however");
    line("           often one looks. Here is the report, each time it has found more:");
  }

  void snapshot(Judgement judgement) {
    line("");
    out.print(judgement.report().toText());
  }

  void conclude(Trio trio, Judgement judgement) {
    snapshot(judgement);
    line("");
    String heading = "Found";
    for (Map.Entry<Regression, Long> found : judgement.found().entrySet()) {
      Regression one = found.getKey();
      line(
          "%-11s%-13s%-17s%-12safter %,d exchanges",
          heading, one.frequency(), one.endpoint(), one.path(), found.getValue());
      heading = "";
    }
    line("Silent     %s, which differ by noise", String.join(", ", judgement.noise()));
    judgement.open().forEach(place -> line("Open       %s", place));
    line("Copies     to the candidate %s", Report.occurred(trio.mirror.stats()));
    line("           to the baseline  %s", Report.occurred(trio.mirror.baselineStats()));
    line("           of which the first %d, to warm up, are not in the report", Compare.FIRST);
    line("");
    judgement.missed().forEach(one -> line("demo: not found: %s", one.place()));
    judgement.falseAlarms().forEach(place -> line("demo: false alarm: %s", place));
    line(
        "demo: %s exchanges=%d found=%d/%d false=%d",
        judgement.ok() ? "ok" : "failed",
        judgement.report().counts().exchanges(),
        judgement.found().size(),
        judgement.expected().size(),
        judgement.falseAlarms().size());
  }

  private void line(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }
}
