package ai.matih.mirror.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;

/**
 * Several arms in turn, forth and then back (A B C, C B A), so that a machine that grows slower
 * slows down all alike, and each slice has the others' slices of its round to be compared with.
 */
final class Rounds {

  /** One arm's way to run for the length of a slice. */
  interface Lane {
    Slice run() throws IOException, InterruptedException;
  }

  private final Map<String, List<Slice>> slices = new LinkedHashMap<>();

  static Rounds run(Map<String, Lane> lanes, int rounds) throws IOException, InterruptedException {
    Rounds result = new Rounds();
    List<String> order = new ArrayList<>(lanes.keySet());
    order.forEach(name -> result.slices.put(name, new ArrayList<>()));
    for (Lane lane : lanes.values()) {
      // Not counted: it may find what an earlier measurement has left under way.
      lane.run();
    }
    for (int i = 0; i < rounds; i++) {
      System.err.print("\r  round " + (i + 1) + " of " + rounds + " ");
      for (String name : order) {
        Lane lane = lanes.get(name);
        if (lane != null) {
          result.of(name).add(lane.run());
        }
      }
      Collections.reverse(order);
    }
    System.err.println();
    return result;
  }

  Iterable<String> names() {
    return slices.keySet();
  }

  List<Slice> of(String name) {
    List<Slice> found = slices.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "no lane " + name + " (expected: " + slices.keySet() + ")");
    }
    return found;
  }

  boolean has(String name) {
    return slices.containsKey(name);
  }

  Estimate estimate(String name, ToDoubleFunction<Slice> figure) {
    return Estimate.of(of(name).stream().mapToDouble(figure).toArray());
  }

  /** A figure from each two slices of one round. */
  Estimate pairs(String name, String other, ToDoubleBiFunction<Slice, Slice> figure) {
    List<Slice> ones = of(name);
    List<Slice> others = of(other);
    double[] values = new double[ones.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = figure.applyAsDouble(ones.get(i), others.get(i));
    }
    return Estimate.of(values);
  }

  /** A figure's ratio in each two slices of one round. */
  Estimate ratio(String name, String other, ToDoubleFunction<Slice> figure) {
    return pairs(name, other, (a, b) -> figure.applyAsDouble(a) / figure.applyAsDouble(b));
  }

  /** What a copy costs, compared with one of the floor's requests in the same round. */
  Estimate copiesInFloors(String name, String without, String floor) {
    List<Slice> with = of(name);
    double[] values = new double[with.size()];
    for (int i = 0; i < values.length; i++) {
      double copy = with.get(i).cpuPerCopy(of(without).get(i));
      values[i] = copy / of(floor).get(i).cpuPerRequest();
    }
    return Estimate.of(values);
  }

  /** What a copy costs, compared with another arm's in the same round. */
  Estimate copies(String name, String without, String other, String otherWithout) {
    double[] values = new double[of(name).size()];
    for (int i = 0; i < values.length; i++) {
      double copy = of(name).get(i).cpuPerCopy(of(without).get(i));
      values[i] = copy / of(other).get(i).cpuPerCopy(of(otherWithout).get(i));
    }
    return Estimate.of(values);
  }

  long delivered(String name) {
    return of(name).stream().mapToLong(Slice::delivered).sum();
  }

  /** The verdict, unless more than one copy of a hundred was not delivered. */
  Verdict ifDelivered(String name, Verdict verdict) {
    return delivered(name) < 0.99 * answered(name) ? Verdict.COPIES_LOST : verdict;
  }

  long answered(String name) {
    return of(name).stream().mapToLong(Slice::answered).sum();
  }

  long offered(String name) {
    return of(name).stream().mapToLong(Slice::offered).sum();
  }
}
