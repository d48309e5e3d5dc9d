package ai.matih.mirror.compare;

import ai.matih.mirror.ObservedResponse;
import ai.matih.mirror.compare.ComparisonReport.Counts;
import ai.matih.mirror.compare.ComparisonResult.State;
import java.util.EnumMap;
import java.util.EnumSet;
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
  private final Map<State, Long> states = new EnumMap<>(State.class);

  /** By part, the exchanges in which it could be compared on all sides. */
  private final Map<Part, Long> compared = new EnumMap<>(Part.class);

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

  /** One exchange, with the baseline's answer if there is one. */
  synchronized void add(
      ObservedResponse primary,
      ObservedResponse mirror,
      ComparisonResult result,
      @Nullable ObservedResponse baseline,
      @Nullable ComparisonResult baselineResult) {
    states.merge(result.state(), 1L, Long::sum);
    primaryTimes.record(primary.elapsed());
    mirrorTimes.record(mirror.elapsed());
    boolean whole = primary.bodyWhole() && mirror.bodyWhole();
    boolean clear = result.obstacle() == null;
    if (baseline != null && baselineResult != null) {
      baselineTimes.record(baseline.elapsed());
      whole &= baseline.bodyWhole();
      clear &= baselineResult.obstacle() == null;
    }
    Part last = clear ? Part.BODY : whole ? Part.FIELDS : Part.STATUS;
    for (Part part : EnumSet.range(Part.STATUS, last)) {
      compared.merge(part, 1L, Long::sum);
    }
    addDifferences(
        byPath(result, last), baselineResult == null ? Map.of() : byPath(baselineResult, last));
  }

  private void addDifferences(Map<String, Difference> mirror, Map<String, Difference> baseline) {
    Set<String> differing = new LinkedHashSet<>(mirror.keySet());
    differing.addAll(baseline.keySet());
    for (String path : differing) {
      // Among many paths the baseline's differences are no excuse for the mirror's.
      boolean excused = baseline.containsKey(path) && !path.equals(OTHER);
      paths.computeIfPresent(
          path,
          (same, account) ->
              account.with(mirror.get(path), excused, compared(path), evidence, maxSamples));
    }
  }

  /** What counts for which path, up to a part; each path has an account from now on. */
  private Map<String, Difference> byPath(ComparisonResult result, Part last) {
    Map<String, Difference> byPath = new LinkedHashMap<>();
    for (Difference difference : result.differences()) {
      String own = difference.path();
      String path = paths.containsKey(own) || paths.size() < maxPaths ? own : OTHER;
      if (Part.of(path).compareTo(last) <= 0) {
        paths.computeIfAbsent(path, this::opened);
        byPath.putIfAbsent(path, difference);
      }
    }
    return byPath;
  }

  private PathAccount opened(String path) {
    // What many paths do together is no evidence against one.
    return new PathAccount(
        path.equals(OTHER) ? Double.POSITIVE_INFINITY : evidence.required(paths.size() + 1));
  }

  /** The account at this time. */
  synchronized EndpointSnapshot snapshot() {
    Map<String, PathAccount> now = new LinkedHashMap<>();
    paths.forEach((path, account) -> now.put(path, account.at(compared(path))));
    return new EndpointSnapshot(
        name,
        new Counts(
            compared(Part.STATUS),
            states.getOrDefault(State.EQUAL, 0L),
            states.getOrDefault(State.DIFFERENT, 0L),
            states.getOrDefault(State.NOT_COMPARABLE, 0L),
            skipped.sum()),
        compared(Part.BODY),
        primaryTimes.quantiles(),
        mirrorTimes.quantiles(),
        baselineTimes.quantiles(),
        now);
  }

  private double compared(String path) {
    return (double) compared(Part.of(path));
  }

  private long compared(Part part) {
    return compared.getOrDefault(part, 0L);
  }
}
