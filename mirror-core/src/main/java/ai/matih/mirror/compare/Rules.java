package ai.matih.mirror.compare;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is not a difference at certain places of JSON documents. Immutable. */
record Rules(
    List<PathPattern> ignored,
    List<PathPattern> unordered,
    List<MatchBy> matched,
    List<Replacement> replacements,
    List<Tolerance> tolerances) {

  static final Rules NONE = new Rules(List.of(), List.of(), List.of(), List.of(), List.of());

  /** Elements of the arrays there belong together by the value of a key. */
  record MatchBy(PathPattern pattern, String key) {}

  /** Text there is compared as it is after the replacement. */
  record Replacement(PathPattern pattern, TextReplacement replacement) {}

  /** Values there may differ by so much. */
  record Tolerance(PathPattern pattern, Tolerated tolerated) {}

  /** Decides whether two values that differ are still alike. */
  @FunctionalInterface
  interface Tolerated {
    boolean test(JsonValue primary, JsonValue mirror);
  }

  Rules ignore(PathPattern pattern) {
    return new Rules(and(ignored, pattern), unordered, matched, replacements, tolerances);
  }

  Rules unordered(PathPattern pattern) {
    return new Rules(ignored, and(unordered, pattern), matched, replacements, tolerances);
  }

  Rules matchBy(PathPattern pattern, String key) {
    MatchBy rule = new MatchBy(pattern, key);
    return new Rules(ignored, unordered, and(matched, rule), replacements, tolerances);
  }

  Rules replace(PathPattern pattern, TextReplacement replacement) {
    Replacement rule = new Replacement(pattern, replacement);
    return new Rules(ignored, unordered, matched, and(replacements, rule), tolerances);
  }

  Rules tolerate(PathPattern pattern, Tolerated tolerated) {
    Tolerance rule = new Tolerance(pattern, tolerated);
    return new Rules(ignored, unordered, matched, replacements, and(tolerances, rule));
  }

  private static <T> List<T> and(List<T> rules, T rule) {
    return Stream.concat(rules.stream(), Stream.of(rule)).toList();
  }

  boolean ignores(Path path) {
    return ignored.stream().anyMatch(pattern -> pattern.covers(path));
  }

  /** Whether the elements of the array there have no order. */
  boolean unorders(Path path) {
    return unordered.stream().anyMatch(pattern -> pattern.matches(path));
  }

  /** The key by whose value elements of the array there belong together, or null. */
  @Nullable String keyOf(Path path) {
    return matched.stream()
        .filter(rule -> rule.pattern().matches(path))
        .map(MatchBy::key)
        .findFirst()
        .orElse(null);
  }

  /** Whether two values that differ are alike by a rule. */
  boolean reconcile(Path path, JsonValue primary, JsonValue mirror, Effort effort) {
    return alikeWhenReplaced(path, primary, mirror, effort)
        || tolerances.stream()
            .filter(rule -> rule.pattern().matches(path))
            .anyMatch(rule -> rule.tolerated().test(primary, mirror));
  }

  private boolean alikeWhenReplaced(Path path, JsonValue primary, JsonValue mirror, Effort effort) {
    if (replacements.isEmpty()
        || !(primary instanceof JsonValue.Text one)
        || !(mirror instanceof JsonValue.Text other)) {
      return false;
    }
    String first = one.value();
    String second = other.value();
    for (Replacement rule : replacements) {
      if (rule.pattern().matches(path)) {
        first = rule.replacement().in(first, effort);
        second = rule.replacement().in(second, effort);
      }
    }
    return first.equals(second);
  }
}
