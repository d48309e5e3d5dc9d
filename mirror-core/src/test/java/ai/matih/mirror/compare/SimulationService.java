package ai.matih.mirror.compare;

import ai.matih.mirror.ObservedResponse;
import ai.matih.mirror.compare.Difference.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Three instances of a service, primary, mirror and baseline, whose answers differ by chance; each
 * exchange goes into an account like a real one, and into Diffy's.
 */
final class SimulationService {
  /**
   * A path that differs by chance.
   *
   * @param primary the chance that the primary's value is the odd one: both others differ
   * @param other the chance of mirror and baseline, each by itself, that its value is the odd one
   * @param wrong the chance that the mirror's value is wrong
   */
  record Noise(String path, double primary, double other, double wrong) {}

  private static final ObservedResponse ANSWER =
      new ObservedResponse(200, Map.of(), 0, 0, true, List.of(), Duration.ofMillis(10));
  private static final ComparisonResult EQUAL = new ComparisonResult(List.of(), null);

  private final SplittableRandom chance;
  private final List<Noise> paths;
  private final List<Difference> differences;
  private final boolean withBaseline;
  private final EndpointAccount account;
  private final SimulationDiffy diffy;

  SimulationService(long seed, List<Noise> paths, Comparison settings, boolean withBaseline) {
    this.chance = new SplittableRandom(seed);
    this.paths = paths;
    this.differences =
        paths.stream().map(path -> new Difference(path.path(), Kind.VALUE, "1", "2")).toList();
    this.withBaseline = withBaseline;
    this.account = new EndpointAccount("GET /", settings, new Evidence(settings, withBaseline));
    this.diffy = new SimulationDiffy(paths.size());
  }

  /** One exchange; whether only the mirror differed in the last path. */
  boolean exchange() {
    List<Difference> mirror = null;
    List<Difference> baseline = null;
    boolean onlyMirror = false;
    for (int i = 0; i < paths.size(); i++) {
      Noise path = paths.get(i);
      boolean both = path.primary > 0 && chance.nextDouble() < path.primary;
      boolean left = both || chance.nextDouble() < path.other;
      boolean right = both || (withBaseline && chance.nextDouble() < path.other);
      left = left || (path.wrong > 0 && chance.nextDouble() < path.wrong);
      if (left) {
        mirror = and(mirror, differences.get(i));
      }
      if (right) {
        baseline = and(baseline, differences.get(i));
      }
      onlyMirror = left && !right;
      diffy.add(i, left, right);
    }
    diffy.exchanged();
    account.add(
        ANSWER,
        ANSWER,
        result(mirror),
        withBaseline ? ANSWER : null,
        withBaseline ? result(baseline) : null);
    return onlyMirror;
  }

  private static List<Difference> and(@Nullable List<Difference> list, Difference difference) {
    List<Difference> longer = list == null ? new ArrayList<>(4) : list;
    longer.add(difference);
    return longer;
  }

  private static ComparisonResult result(@Nullable List<Difference> differences) {
    return differences == null ? EQUAL : new ComparisonResult(differences, null);
  }

  /** The paths that failed, by now. */
  List<String> failed() {
    return account.snapshot().paths().entrySet().stream()
        .filter(path -> path.getValue().failed())
        .map(Map.Entry::getKey)
        .toList();
  }

  SimulationDiffy diffy() {
    return diffy;
  }
}
