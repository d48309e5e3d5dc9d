package ai.matih.mirror.examples;

import ai.matih.mirror.Exchange;
import ai.matih.mirror.MirrorListener;
import ai.matih.mirror.Outcome;
import ai.matih.mirror.compare.ComparisonResult;
import ai.matih.mirror.compare.Difference;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** How the mirror's answers compare with the primary's, by end point. Thread-safe. */
final class Answers implements MirrorListener {

  /**
   * One end point's answers.
   *
   * @param compared exchanges of which both answers were seen whole
   * @param different those whose answers differ
   * @param differences in what
   */
  record Compared(int answered, int compared, int different, Set<String> differences) {
    static final Compared NONE = new Compared(0, 0, 0, new TreeSet<>());

    Compared and(Exchange exchange) {
      ComparisonResult result = exchange.comparison();
      Set<String> all = new TreeSet<>(differences);
      exchange.differences().stream().map(Difference::path).forEach(all::add);
      return new Compared(
          answered + 1,
          compared + (result != null && result.obstacle() == null ? 1 : 0),
          different + (exchange.differences().isEmpty() ? 0 : 1),
          all);
    }
  }

  private final Map<String, Compared> byEndPoint = new TreeMap<>();

  @Override
  public synchronized void ended(Exchange exchange) {
    if (exchange.outcome() == Outcome.RESPONDED) {
      byEndPoint.merge(
          Shop.endPoint(exchange.method(), exchange.path()),
          Compared.NONE.and(exchange),
          (before, first) -> before.and(exchange));
    }
  }

  synchronized Compared at(String endPoint) {
    return byEndPoint.getOrDefault(endPoint, Compared.NONE);
  }

  synchronized Map<String, Compared> byEndPoint() {
    return new TreeMap<>(byEndPoint);
  }

  /** The end points that have given differing answers. */
  Map<String, Compared> differing() {
    Map<String, Compared> differing = byEndPoint();
    differing.values().removeIf(found -> found.different() == 0);
    return differing;
  }
}
