package ai.matih.mirror.compare;

import ai.matih.mirror.compare.Difference.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The differences of two responses, each path once, up to a bound. Not thread-safe. */
final class Findings {
  private final Map<String, Difference> differences = new LinkedHashMap<>();
  private final int most;

  Findings(int most) {
    this.most = most;
  }

  void add(String path, Kind kind, @Nullable String primary, @Nullable String mirror) {
    if (!full()) {
      differences.putIfAbsent(path, new Difference(path, kind, primary, mirror));
    }
  }

  boolean has(String path) {
    return differences.containsKey(path);
  }

  boolean full() {
    return differences.size() >= most;
  }

  List<Difference> list() {
    return List.copyOf(differences.values());
  }
}
