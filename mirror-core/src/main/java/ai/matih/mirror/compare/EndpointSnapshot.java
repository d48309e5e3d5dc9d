package ai.matih.mirror.compare;

import ai.matih.mirror.compare.ComparisonReport.Counts;
import ai.matih.mirror.compare.ComparisonReport.Latency;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An endpoint's account at one time, to be judged at leisure. Immutable. */
record EndpointSnapshot(
    String name,
    Counts counts,
    long bodies,
    @Nullable Latency primary,
    @Nullable Latency mirror,
    @Nullable Latency baseline,
    Map<String, PathAccount> paths) {
  private static final Comparator<ComparisonReport.Path> WORST_FIRST =
      Comparator.comparing(ComparisonReport.Path::verdict)
          .thenComparing(ComparisonReport.Path::evidence)
          .thenComparing(ComparisonReport.Path::onlyMirror)
          .reversed()
          .thenComparing(ComparisonReport.Path::path);

  /** What there is to say of it, and where it leads. */
  record Judged(ComparisonReport.Endpoint endpoint, Outlook outlook) {}

  Judged judged(Evidence evidence) {
    List<Outlook> outlooks = new ArrayList<>();
    // A path that never differed has no account, but may yet differ.
    outlooks.add(evidence.outlook(PathAccount.quiet((double) bodies)));
    List<ComparisonReport.Path> rows = new ArrayList<>();
    paths.forEach(
        (path, account) -> {
          Outlook outlook = evidence.outlook(account);
          outlooks.add(outlook);
          rows.add(row(path, account, outlook.verdict(), evidence));
        });
    rows.sort(WORST_FIRST);
    Outlook worst = Outlook.worst(outlooks);
    return new Judged(
        new ComparisonReport.Endpoint(
            name,
            worst.verdict(),
            worst.remaining(counts.exchanges()),
            counts,
            primary,
            mirror,
            baseline,
            rows),
        worst);
  }

  private static ComparisonReport.Path row(
      String path, PathAccount account, Verdict verdict, Evidence evidence) {
    PathCounts all = account.all();
    return new ComparisonReport.Path(
        path,
        verdict,
        (long) all.compared(),
        (long) all.both(),
        (long) all.onlyMirror(),
        (long) all.onlyBaseline(),
        rounded(Math.max(account.strongest(), evidence.log(account.later())) / Math.log(10)),
        account.samples());
  }

  private static double rounded(double value) {
    return Math.rint(value * 100) / 100;
  }
}
