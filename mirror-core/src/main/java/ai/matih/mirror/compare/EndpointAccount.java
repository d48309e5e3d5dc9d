package ai.matih.mirror.compare;

import ai.matih.mirror.ObservedResponse;
import ai.matih.mirror.compare.ComparisonReport.Counts;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The running account of one endpoint. Thread-safe. */
final class EndpointAccount {
  /** In place of the names of what is beyond a bound. */
  static final String OTHER = "other";

  private final String name;
  private final Evidence evidence;
  private final int maxPaths;
  private final int maxSamples;

  private final LongAdder skipped = new LongAdder();
  private long equal;
  private long different;
  private long notComparable;

  /** Exchanges whose bodies could be compared on all sides. */
  private long bodies;

  private final LatencyHistogram primaryTimes = new LatencyHistogram();
  private final LatencyHistogram mirrorTimes = new LatencyHistogram();
  private final LatencyHistogram baselineTimes = new LatencyHistogram();

  /** In the order in which they came to light. */
  private final Map<String, PathAccount> paths = new LinkedHashMap<>();

  EndpointAccount(String name, Comparison settings, Evidence evidence) {
    this.name = name;
    this.evidence = evidence;
    this.maxPaths = settings.maxPaths();
    this.maxSamples = settings.maxSamples();
  }

  void skipped() {
    skipped.increment();
  }

  synchronized void addTimes(
      ObservedResponse primary, ObservedResponse mirror, @Nullable ObservedResponse baseline) {
    primaryTimes.record(primary.elapsed());
    mirrorTimes.record(mirror.elapsed());
    if (baseline != null) {
      baselineTimes.record(baseline.elapsed());
    }
  }

  /** One exchange: how the mirror's answer compares, and the baseline's, if there is one. */
  synchronized void add(ComparisonResult mirror, @Nullable ComparisonResult baseline) {
    switch (mirror.state()) {
      case EQUAL -> equal++;
      case DIFFERENT -> different++;
      case NOT_COMPARABLE -> notComparable++;
    }
    boolean comparable =
        mirror.obstacle() == null && (baseline == null || baseline.obstacle() == null);
    if (comparable) {
      bodies++;
    }
    Map<String, Difference> ofMirror = byPath(mirror, comparable);
    Map<String, Difference> ofBaseline = baseline == null ? Map.of() : byPath(baseline, comparable);
    Set<String> differing = new LinkedHashSet<>(ofMirror.keySet());
    differing.addAll(ofBaseline.keySet());
    for (String path : differing) {
      paths.computeIfPresent(
          path,
          (same, account) ->
              account.with(
                  ofMirror.get(path),
                  ofBaseline.containsKey(path),
                  compared(path),
                  evidence,
                  maxSamples));
    }
  }

  /** The account at this time. */
  synchronized EndpointSnapshot snapshot() {
    Map<String, PathAccount> now = new LinkedHashMap<>();
    paths.forEach((path, account) -> now.put(path, account.at(compared(path))));
    return new EndpointSnapshot(
        name,
        new Counts(exchanges(), equal, different, notComparable, skipped.sum()),
        bodies,
        primaryTimes.quantiles(),
        mirrorTimes.quantiles(),
        baselineTimes.quantiles(),
        now);
  }

  /** What counts for which path, each of which has its account from now on. */
  private Map<String, Difference> byPath(ComparisonResult result, boolean comparable) {
    Map<String, Difference> byPath = new LinkedHashMap<>();
    for (Difference difference : result.differences()) {
      String own = difference.path();
      String path = paths.containsKey(own) || paths.size() < maxPaths ? own : OTHER;
      if (comparable || isOfHead(path)) {
        paths.putIfAbsent(path, new PathAccount(paths.size() + 1));
        byPath.putIfAbsent(path, difference);
      }
    }
    return byPath;
  }

  private long exchanges() {
    return equal + different + notComparable;
  }

  /** In how many exchanges this path could be compared. */
  private double compared(String path) {
    return (double) (isOfHead(path) ? exchanges() : bodies);
  }

  private static boolean isOfHead(String path) {
    return path.equals("status") || path.startsWith("header:");
  }
}
