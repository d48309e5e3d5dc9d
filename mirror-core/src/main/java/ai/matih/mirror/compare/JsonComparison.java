package ai.matih.mirror.compare;

import ai.matih.mirror.compare.Difference.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The comparison of two JSON values by their structure. Used once. */
final class JsonComparison {
  /** An object with more keys than this has data for keys. */
  private static final int WIDE = 50;

  /** How many characters of text are compared in one step, or digits computed with. */
  private static final int CHARACTERS = 32;

  /** Takes what differs, and says whether to go on. */
  @FunctionalInterface
  interface Sink {
    boolean take(Path path, Kind kind, @Nullable JsonValue primary, @Nullable JsonValue mirror);
  }

  private static final Sink FIRST = (path, kind, primary, mirror) -> false;

  private final Rules rules;
  private final Effort effort;

  JsonComparison(Rules rules, Effort effort) {
    this.rules = rules;
    this.effort = effort;
  }

  /**
   * Tells all differences, or as many as are taken.
   *
   * @throws Obstacle if it would take too long
   */
  void compare(JsonValue primary, JsonValue mirror, Sink sink) {
    walk(Path.ROOT, primary, mirror, sink);
  }

  /** Each of these returns whether to go on. */
  private boolean walk(Path path, JsonValue primary, JsonValue mirror, Sink sink) {
    effort.spend(1 + primary.length() / CHARACTERS);
    if (primary instanceof JsonValue.Fields one && mirror instanceof JsonValue.Fields other) {
      return fields(path, one, other, sink);
    }
    if (primary instanceof JsonValue.Elements one && mirror instanceof JsonValue.Elements other) {
      return elements(path, one.values(), other.values(), sink);
    }
    if (JsonValue.sameLeaf(primary, mirror) || rules.reconcile(path, primary, mirror, effort)) {
      return true;
    }
    Kind kind = primary.type().equals(mirror.type()) ? Kind.VALUE : Kind.TYPE;
    return tell(path, kind, primary, mirror, sink);
  }

  private boolean tell(
      Path path, Kind kind, @Nullable JsonValue primary, @Nullable JsonValue mirror, Sink sink) {
    return rules.ignores(path) || sink.take(path, kind, primary, mirror);
  }

  private boolean fields(Path path, JsonValue.Fields primary, JsonValue.Fields mirror, Sink sink) {
    boolean wide = Math.max(primary.names().size(), mirror.names().size()) > WIDE;
    if (primary.names().equals(mirror.names())) {
      // So even a key that occurs twice does so in both.
      for (int i = 0; i < primary.names().size(); i++) {
        JsonValue one = primary.values().get(i);
        JsonValue other = mirror.values().get(i);
        if (!JsonValue.sameLeaf(one, other)
            && !walk(path.key(primary.names().get(i), wide), one, other, sink)) {
          return false;
        }
      }
      return true;
    }
    Map<String, Pair> byName = new LinkedHashMap<>();
    for (int i = 0; i < primary.names().size(); i++) {
      pair(byName, primary.names().get(i)).primary().add(primary.values().get(i));
    }
    for (int i = 0; i < mirror.names().size(); i++) {
      pair(byName, mirror.names().get(i)).mirror().add(mirror.values().get(i));
    }
    for (Map.Entry<String, Pair> entry : byName.entrySet()) {
      Pair values = entry.getValue();
      if (!inOrder(path.key(entry.getKey(), wide), values.primary(), values.mirror(), sink)) {
        return false;
      }
    }
    return true;
  }

  /** What belongs together: mostly one value each. */
  private record Pair(List<JsonValue> primary, List<JsonValue> mirror) {}

  private static <K> Pair pair(Map<K, Pair> pairs, K key) {
    return pairs.computeIfAbsent(key, k -> new Pair(new ArrayList<>(1), new ArrayList<>(1)));
  }

  private boolean elements(Path path, List<JsonValue> primary, List<JsonValue> mirror, Sink sink) {
    Path element = path.element();
    String key = rules.keyOf(path);
    if (key != null) {
      return byKey(element, key, primary, mirror, sink);
    }
    return rules.unorders(path)
        ? inAnyOrder(element, primary, mirror, sink)
        : inOrder(element, primary, mirror, sink);
  }

  /** The first with the first, and so on; then what one has more. */
  private boolean inOrder(Path path, List<JsonValue> primary, List<JsonValue> mirror, Sink sink) {
    int both = Math.min(primary.size(), mirror.size());
    for (int i = 0; i < both; i++) {
      if (!walk(path, primary.get(i), mirror.get(i), sink)) {
        return false;
      }
    }
    if (primary.size() > both) {
      return tell(path, Kind.MISSING, primary.get(both), null, sink);
    }
    return mirror.size() == both || tell(path, Kind.EXTRA, null, mirror.get(both), sink);
  }

  /** Takes away what is alike in both, and compares the rest in order. */
  private boolean inAnyOrder(
      Path path, List<JsonValue> primary, List<JsonValue> mirror, Sink sink) {
    List<JsonValue> alone = new ArrayList<>();
    boolean[] taken = new boolean[mirror.size()];
    int start = 0;
    for (JsonValue value : primary) {
      int at = start;
      while (at < taken.length && (taken[at] || !walk(path, value, mirror.get(at), FIRST))) {
        effort.spend(1);
        at++;
      }
      if (at < taken.length) {
        taken[at] = true;
      } else {
        alone.add(value);
      }
      while (start < taken.length && taken[start]) {
        start++;
      }
    }
    List<JsonValue> others = new ArrayList<>();
    for (int i = start; i < taken.length; i++) {
      if (!taken[i]) {
        others.add(mirror.get(i));
      }
    }
    return inOrder(path, alone, others, sink);
  }

  private boolean byKey(
      Path path, String key, List<JsonValue> primary, List<JsonValue> mirror, Sink sink) {
    Map<Object, Pair> byValue = new LinkedHashMap<>();
    primary.forEach(value -> pair(byValue, keyValue(value, key)).primary().add(value));
    mirror.forEach(value -> pair(byValue, keyValue(value, key)).mirror().add(value));
    for (Pair values : byValue.values()) {
      if (!inOrder(path, values.primary(), values.mirror(), sink)) {
        return false;
      }
    }
    return true;
  }

  /** Equal for equal keys; what has none belongs together. */
  private static Object keyValue(JsonValue element, String key) {
    if (element instanceof JsonValue.Fields fields) {
      int at = fields.names().indexOf(key);
      JsonValue value = at < 0 ? JsonValue.Literal.NULL : fields.values().get(at);
      return value instanceof JsonValue.Digits digits ? Numeral.of(digits.text()) : value;
    }
    return JsonValue.Literal.NULL;
  }
}
