package ai.matih.mirror.examples;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What a service saw, by request id. Thread-safe. */
final class Sightings {
  private final Map<String, Queue<Seen>> byId = new ConcurrentHashMap<>();

  void add(String id, Seen seen) {
    byId.computeIfAbsent(id, key -> new ConcurrentLinkedQueue<>()).add(seen);
  }

  /** Every sighting of this request, which should be one at most. */
  List<Seen> of(String id) {
    Queue<Seen> seen = byId.get(id);
    return seen == null ? List.of() : List.copyOf(seen);
  }

  int size() {
    return byId.values().stream().mapToInt(Queue::size).sum();
  }
}
