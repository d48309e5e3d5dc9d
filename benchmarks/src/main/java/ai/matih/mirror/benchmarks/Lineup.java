package ai.matih.mirror.benchmarks;

import ai.matih.mirror.benchmarks.Rounds.Lane;
import ai.matih.mirror.benchmarks.Target.Mode;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The services that are measured in turn, each with clients and a target of its own, and the floor.
 */
final class Lineup implements Closeable {
  static final int BODY = 256;

  /** The lane of {@link Floor}, as fast as it can. */
  static final String FLOOR = "floor";

  private static final String FAULTY = "target ";
  private static final Duration FLOOR_SLICE = Duration.ofSeconds(1);

  final String container;
  private final Map<String, Subject> subjects = new LinkedHashMap<>();
  private final FloorRun floor;

  /** Starts one service for each arm. */
  Lineup(String container, List<Arm> arms) throws IOException {
    this.container = container;
    for (Arm arm : arms) {
      subjects.put(arm.label, Subject.of(container, arm, Mode.ANSWER, BODY));
    }
    floor = new FloorRun();
  }

  /** Starts services whose mirrors' targets do not answer as they should. */
  void addFaultyTargets() throws IOException {
    subjects.put("target hung", Subject.of(container, Arm.MIRRORED, Mode.HUNG, BODY));
    subjects.put("target slow", Subject.of(container, Arm.MIRRORED, Mode.SLOW, BODY));
    subjects.put("target answers garbage", Subject.of(container, Arm.MIRRORED, Mode.GARBAGE, BODY));
    subjects.put("target refuses", Subject.refused(container, Arm.MIRRORED, BODY));
  }

  /** Whether the lane's mirror has a target that does not answer as it should. */
  static boolean isFaulty(String name) {
    return name.startsWith(FAULTY);
  }

  Subject bare() {
    Subject bare = subjects.get(Arm.BARE.label);
    if (bare == null) {
      throw new IllegalStateException("no bare service");
    }
    return bare;
  }

  /** Until the compilers rest, of the floor too. */
  void warmUp(Duration atMost) throws IOException, InterruptedException {
    System.err.println(container + ": warming up " + subjects.size() + " services");
    for (Subject subject : subjects.values()) {
      subject.warmUp(atMost);
    }
    floor.run(0, atMost.dividedBy(4));
  }

  /** The services and the floor to one processor, clients and targets to the other. */
  void bind() throws IOException, InterruptedException {
    if (Processors.canBeChosen()) {
      Processors.bind(ProcessHandle.current().pid(), 1);
      Processors.bind(floor.process().pid(), 0);
      Processors.bind(floor.target().pid(), 1);
      for (Subject subject : subjects.values()) {
        subject.bind();
      }
    }
  }

  /** All to all processors. */
  void free() throws IOException, InterruptedException {
    if (Processors.canBeChosen()) {
      Processors.free(ProcessHandle.current().pid());
      for (Subject subject : subjects.values()) {
        subject.free();
      }
    }
  }

  /** A lane for each service whose name passes. */
  Map<String, Lane> lanes(Predicate<String> names, Measured measured) {
    Map<String, Lane> lanes = new LinkedHashMap<>();
    subjects.forEach(
        (name, subject) -> {
          if (names.test(name)) {
            lanes.put(name, () -> measured.run(subject));
          }
        });
    return lanes;
  }

  /** How a lane runs a service for the length of a slice. */
  interface Measured {
    Slice run(Subject subject) throws IOException, InterruptedException;
  }

  /** The floor's lane: at this rate, or with 0 as fast as it can. */
  Lane floor(int perSecond) {
    return () -> floor.run(perSecond, FLOOR_SLICE);
  }

  @Override
  public void close() throws IOException {
    for (Subject subject : subjects.values()) {
      subject.close();
    }
    floor.close();
  }
}
