package ai.matih.mirror.examples;

import ai.matih.mirror.compare.ComparisonReport;
import ai.matih.mirror.compare.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A report held against what was planted. Immutable.
 *
 * @param expected what the report has to tell of
 * @param found what it has told of so far, and after how many exchanges
 */
record Judgement(ComparisonReport report, List<Regression> expected, Map<Regression, Long> found) {

  /** With what a later report tells. */
  Judgement with(ComparisonReport later) {
    Map<Regression, Long> all = new LinkedHashMap<>(found);
    List<String> failed = places(later, Verdict.FAIL).toList();
    expected.stream()
        .filter(one -> failed.contains(one.place()))
        .forEach(one -> all.putIfAbsent(one, later.counts().exchanges()));
    return new Judgement(later, expected, all);
  }

  /** What is expected and was not found. */
  List<Regression> missed() {
    return expected.stream().filter(one -> !found.containsKey(one)).toList();
  }

  /** Where an alarm was raised and none was expected. */
  List<String> falseAlarms() {
    List<String> planted = expected.stream().map(Regression::place).toList();
    return places(report, Verdict.FAIL).filter(place -> !planted.contains(place)).toList();
  }

  /** Where the report cannot tell yet. */
  List<String> open() {
    return Stream.concat(
            report.endpoints().stream()
                .filter(endpoint -> endpoint.verdict() == Verdict.INCONCLUSIVE)
                .map(ComparisonReport.Endpoint::name),
            places(report, Verdict.INCONCLUSIVE))
        .toList();
  }

  /** The paths at which answers differ and no alarm was raised. */
  Set<String> noise() {
    return report.endpoints().stream()
        .flatMap(endpoint -> endpoint.paths().stream())
        .filter(path -> path.verdict() == Verdict.PASS)
        .map(ComparisonReport.Path::path)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  boolean settled() {
    return missed().isEmpty() && open().isEmpty();
  }

  boolean ok() {
    return missed().isEmpty() && falseAlarms().isEmpty();
  }

  private static Stream<String> places(ComparisonReport report, Verdict verdict) {
    return report.endpoints().stream()
        .flatMap(
            endpoint ->
                endpoint.paths().stream()
                    .filter(path -> path.verdict() == verdict)
                    .map(path -> endpoint.name() + ' ' + path.path()));
  }
}
