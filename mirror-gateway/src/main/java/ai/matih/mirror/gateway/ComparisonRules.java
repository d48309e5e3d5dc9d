package ai.matih.mirror.gateway;

import ai.matih.mirror.compare.Comparison;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rules of a comparison as JSON: {@code ignore}, {@code unordered}, {@code tolerate}, ... */
final class ComparisonRules {

  private ComparisonRules() {}

  /**
   * Reads the rules.
   *
   * @throws IllegalArgumentException naming the rule that is not good
   */
  static Comparison read(Fields rules) {
    rules.only("ignore", "unordered", "tolerate", "ignoreHeaders", "redact");
    Comparison comparison = Comparison.defaults();
    for (String path : rules.texts("ignore", "a list of paths")) {
      comparison = comparison.ignore(path);
    }
    for (String path : rules.texts("unordered", "a list of paths")) {
      comparison = comparison.unordered(path);
    }
    if (rules.has("tolerate")) {
      for (Map.Entry<String, @Nullable Object> each : rules.object("tolerate").entrySet()) {
        if (!(each.getValue() instanceof Number most)) {
          throw Invalid.value("comparison.tolerate", each.getValue(), "numbers by paths");
        }
        comparison = comparison.tolerate(each.getKey(), most.doubleValue());
      }
    }
    for (String name : rules.texts("ignoreHeaders", "a list of header fields")) {
      comparison = comparison.ignoreHeader(name);
    }
    return comparison.redact(rules.texts("redact", "a list of names").toArray(String[]::new));
  }
}
