package ai.matih.mirror.compare;

import ai.matih.mirror.ObservedResponse;
import ai.matih.mirror.compare.Difference.Kind;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Answers and results to fill an account with. */
final class AccountExchanges {
  static final ObservedResponse ANSWER = answer(10);
  static final ComparisonResult EQUAL = new ComparisonResult(List.of(), null);
  static final ComparisonResult OBSTACLE = new ComparisonResult(List.of(), "too long");

  private AccountExchanges() {}

  static ObservedResponse answer(long millis) {
    return answer(millis, true);
  }

  static ObservedResponse answer(long millis, boolean whole) {
    return new ObservedResponse(200, Map.of(), 0, 0, whole, List.of(), Duration.ofMillis(millis));
  }

  static ComparisonResult different(String... paths) {
    return new ComparisonResult(differences(paths), null);
  }

  /** The bodies could not be compared, but these differ. */
  static ComparisonResult differentBut(String obstacle, String... paths) {
    return new ComparisonResult(differences(paths), obstacle);
  }

  private static List<Difference> differences(String... paths) {
    return Arrays.stream(paths).map(p -> new Difference(p, Kind.VALUE, "1", "2")).toList();
  }

  /** Adds so many exchanges like this one. */
  static void add(Comparisons account, int times, ComparisonResult result) {
    for (int i = 0; i < times; i++) {
      account.add("GET", "/", ANSWER, ANSWER, result, null, null);
    }
  }

  /** Adds so many exchanges like this one, with a baseline. */
  static void add(
      Comparisons account, int times, ComparisonResult result, ComparisonResult baseline) {
    for (int i = 0; i < times; i++) {
      account.add("GET", "/", ANSWER, ANSWER, result, ANSWER, baseline);
    }
  }

  static ComparisonReport.Endpoint onlyEndpoint(Comparisons account) {
    List<ComparisonReport.Endpoint> endpoints = account.report().endpoints();
    if (endpoints.size() != 1) {
      throw new AssertionError("endpoints: " + endpoints);
    }
    return endpoints.get(0);
  }

  static ComparisonReport.Path path(Comparisons account, String path) {
    return onlyEndpoint(account).paths().stream()
        .filter(row -> row.path().equals(path))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no path " + path));
  }
}
