package ai.matih.mirror.benchmarks;

import ai.matih.mirror.benchmarks.Rounds.Lane;
import ai.matih.mirror.benchmarks.Target.Mode;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a delivered copy costs the service's process, and what it does to the primary's latency: all
 * arms at one rate, half of what the service can answer without a mirror.
 */
final class CopyCost implements Closeable {
  private static final int BODY = 256;
  private static final String FLOOR = "floor";
  private static final String FLOOR_AT_RATE = "floor at this rate";

  private final String container;
  private final Plan plan;
  private final List<Closeable> open = new ArrayList<>();
  private final Map<String, Subject> subjects = new LinkedHashMap<>();
  private final FloorRun floor;

  /** Starts all that takes part. Faulty targets: besides those that answer. */
  CopyCost(String container, Plan plan, List<Arm> arms, boolean faultyTargets) throws IOException {
    this.container = container;
    this.plan = plan;
    for (Arm arm : arms) {
      add(arm.label, Subject.of(container, arm, Mode.ANSWER, BODY));
    }
    if (faultyTargets) {
      add("target hung", Subject.of(container, Arm.MIRRORED, Mode.HUNG, BODY));
      add("target slow", Subject.of(container, Arm.MIRRORED, Mode.SLOW, BODY));
      add("target answers garbage", Subject.of(container, Arm.MIRRORED, Mode.GARBAGE, BODY));
      add("target refuses", Subject.refused(container, Arm.MIRRORED, BODY));
    }
    floor = new FloorRun();
    open.add(floor);
  }

  private void add(String name, Subject subject) {
    subjects.put(name, subject);
    open.add(subject);
  }

  private Subject subject(Arm arm) {
    Subject found = subjects.get(arm.label);
    if (found == null) {
      throw new IllegalStateException("no " + arm);
    }
    return found;
  }

  private void warmUp() throws IOException, InterruptedException {
    System.err.println(container + ": warming up " + subjects.size() + " services");
    for (Subject subject : subjects.values()) {
      subject.warmUp(plan.warmUp());
    }
    floor.run(0, Duration.ofSeconds(2));
  }

  /** All at one rate. */
  void run(Report report) throws IOException, InterruptedException {
    warmUp();
    // Before anything is bound: what the whole machine can serve.
    double capacity = subject(Arm.BARE).closedLoop(plan.slice()).perSecond();
    int rate = 100 * (int) (capacity / 200);
    bind();
    Map<String, Lane> lanes = new LinkedHashMap<>();
    subjects.forEach(
        (name, subject) -> lanes.put(name, () -> subject.openLoop(rate, plan.slice())));
    lanes.put(FLOOR, () -> floor.run(0, Duration.ofSeconds(1)));
    lanes.put(FLOOR_AT_RATE, () -> floor.run(rate, Duration.ofSeconds(1)));
    Rounds rounds = Rounds.run(lanes, plan.rounds());
    print(report, rounds, rate);
    goals(report, rounds);
  }

  private void print(Report report, Rounds rounds, int rate) {
    report.heading("A copy on " + container + ", at half of its capacity");
    report.paragraph(
        "POST of %d bytes, %,d requests/s, open loop, 16 connections; %d rounds of %d ms.",
        BODY, rate, plan.rounds(), plan.slice().toMillis());
    report.columns(
        "arm",
        "answered",
        "copies delivered",
        "CPU us/request",
        "CPU us/copy",
        "copy / floor",
        "p50 us",
        "p99 us",
        "p99 / bare");
    for (String name : subjects.keySet()) {
      boolean copies = rounds.delivered(name) > rounds.answered(name) / 100;
      report.row(
          name,
          percent(rounds.answered(name), rounds.offered(name)),
          copies ? percent(rounds.delivered(name), rounds.answered(name)) : "-",
          rounds.estimate(name, Slice::cpuPerRequest).micros(),
          copies ? rounds.pairs(name, Arm.BARE.label, Slice::cpuPerCopy).micros() : "-",
          copies ? rounds.copiesInFloors(name, Arm.BARE.label, FLOOR).ratio() : "-",
          rounds.estimate(name, slice -> slice.latencyMicros(50)).whole(),
          rounds.estimate(name, slice -> slice.latencyMicros(99)).whole(),
          p99(rounds, name).ratio());
    }
    for (String name : List.of(FLOOR, FLOOR_AT_RATE)) {
      report.row(
          name,
          rounds.estimate(name, Slice::perSecond).whole() + "/s",
          "100.0 %",
          "-",
          rounds.estimate(name, Slice::cpuPerRequest).micros(),
          rounds.ratio(name, FLOOR, Slice::cpuPerRequest).ratio(),
          "-",
          "-",
          "-");
    }
  }

  private static Estimate p99(Rounds rounds, String name) {
    return rounds.ratio(name, Arm.BARE.label, slice -> slice.latencyMicros(99));
  }

  private void goals(Report report, Rounds rounds) {
    Estimate cpuControl = rounds.ratio(Arm.CONTROL.label, Arm.BARE.label, Slice::cpuPerRequest);
    Estimate p99Control = p99(rounds, Arm.CONTROL.label);
    Estimate copy = rounds.copiesInFloors(Arm.MIRRORED.label, Arm.BARE.label, FLOOR);
    report.goal(
        "1 CPU per delivered copy, " + container,
        "<= 1.30 x floor",
        copy.ratio(),
        cpuControl,
        copy.median() <= 1.3);
    Estimate healthy = p99(rounds, Arm.MIRRORED.label);
    report.goal(
        "3 p99, " + container + ", healthy target",
        "<= 1.03 x bare",
        healthy.ratio(),
        p99Control,
        healthy.median() <= 1.03);
    for (String name : rounds.names()) {
      if (name.startsWith("target ")) {
        Estimate faulty = p99(rounds, name);
        report.goal(
            "4 p99, " + container + ", " + name,
            "<= 1.03 x bare",
            faulty.ratio(),
            p99Control,
            faulty.median() <= 1.03);
        Estimate cheaper = rounds.ratio(name, Arm.MIRRORED.label, Slice::cpuPerRequest);
        report.goal(
            "4 CPU, " + container + ", " + name,
            "< 1.00 x mirrored",
            cheaper.ratio(),
            cpuControl,
            cheaper.median() < 1);
      }
    }
  }

  static String percent(long part, long whole) {
    return String.format(java.util.Locale.ROOT, "%.1f %%", 100.0 * part / whole);
  }

  /** The services and the floor on one processor, clients and targets on the other. */
  private void bind() throws IOException, InterruptedException {
    if (Processors.canBeChosen()) {
      Processors.bind(ProcessHandle.current().pid(), 1);
      Processors.bind(floor.process().pid(), 0);
      Processors.bind(floor.target().pid(), 1);
      for (Subject subject : subjects.values()) {
        subject.bind();
      }
    }
  }

  /** All as fast as they can. */
  void runCapacity(Report report) throws IOException, InterruptedException {
    warmUp();
    bind();
    Map<String, Lane> lanes = new LinkedHashMap<>();
    for (Map.Entry<String, Subject> entry : subjects.entrySet()) {
      Subject subject = entry.getValue();
      if (!entry.getKey().startsWith("target ")) {
        lanes.put(entry.getKey(), () -> subject.closedLoop(plan.slice()));
      }
    }
    lanes.put(FLOOR, () -> floor.run(0, Duration.ofSeconds(1)));
    System.err.println(container + ": capacity");
    Rounds rounds = Rounds.run(lanes, plan.rounds());
    report.heading("Capacity of " + container);
    report.paragraph(
        "Closed loop, 16 connections; %d rounds of %d ms.", plan.rounds(), plan.slice().toMillis());
    report.columns("arm", "requests/s", "/ bare", "copies delivered", "CPU us/request", "us/copy");
    for (String name : lanes.keySet()) {
      boolean copies = !name.equals(FLOOR) && rounds.delivered(name) > rounds.answered(name) / 100;
      report.row(
          name,
          rounds.estimate(name, Slice::perSecond).whole(),
          name.equals(FLOOR) ? "-" : capacity(rounds, name).ratio(),
          copies ? percent(rounds.delivered(name), rounds.answered(name)) : "-",
          rounds.estimate(name, Slice::cpuPerRequest).micros(),
          copies ? rounds.pairs(name, Arm.BARE.label, Slice::cpuPerCopy).micros() : "-");
    }
    double bare = rounds.estimate(Arm.BARE.label, Slice::cpuPerRequest).median();
    double least = rounds.estimate(FLOOR, Slice::cpuPerRequest).median();
    double goal = bare / (bare + least) - 0.03;
    Estimate reached = capacity(rounds, Arm.MIRRORED.label);
    report.goal(
        "2 capacity of " + container + ", all mirrored",
        String.format(java.util.Locale.ROOT, ">= %.2f x bare", goal),
        reached.ratio(),
        capacity(rounds, Arm.CONTROL.label),
        reached.median() >= goal);
  }

  private static Estimate capacity(Rounds rounds, String name) {
    return rounds.ratio(name, Arm.BARE.label, Slice::perSecond);
  }

  @Override
  public void close() throws IOException {
    for (Closeable each : open) {
      each.close();
    }
  }
}
