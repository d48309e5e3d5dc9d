package ai.matih.mirror.benchmarks;

import ai.matih.mirror.benchmarks.Rounds.Lane;
import ai.matih.mirror.benchmarks.Target.Mode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a copy costs nginx and what it costs Tomcat with our filter, at one rate. */
final class NginxCost {
  private static final int BODY = 256;
  private static final Duration WARM_UP = Duration.ofSeconds(5);
  private static final double GOAL = 0.25;

  /** What nginx can copy with a real target. */
  private static final int PER_SECOND = 4000;

  private static final String PLAIN = "nginx";
  private static final String MIRROR = "nginx mirror";
  private static final String MIRROR_204 = "nginx mirror, target answers 204";

  private final List<AutoCloseable> open = new ArrayList<>();
  private final Map<String, Subject> subjects = new LinkedHashMap<>();

  void run(Report report, Plan plan, Path nginx) throws Exception {
    try {
      start(nginx);
      measure(report, plan);
    } finally {
      for (AutoCloseable each : open) {
        each.close();
      }
    }
  }

  private void start(Path nginx) throws IOException, InterruptedException {
    Child primary = Subject.target("nginx", Mode.ANSWER);
    open.add(primary);
    add(PLAIN, new Subject(Nginx.start(nginx, PLAIN, primary.port(), 0), null, BODY));
    Child answering = Subject.target("mirror", Mode.ANSWER);
    Child server = Nginx.start(nginx, MIRROR, primary.port(), answering.port());
    add(MIRROR, new Subject(server, answering, BODY));
    Child empty = Subject.target("mirror 204", Mode.NO_CONTENT);
    server = Nginx.start(nginx, MIRROR_204, primary.port(), empty.port());
    add(MIRROR_204, new Subject(server, empty, BODY));
    for (Arm arm : List.of(Arm.BARE, Arm.CONTROL, Arm.MIRRORED)) {
      add(arm.label, Subject.of("tomcat", arm, Mode.ANSWER, BODY));
    }
    if (Processors.canBeChosen()) {
      Processors.bind(ProcessHandle.current().pid(), 1);
      Processors.bind(primary.pid(), 1);
    }
  }

  private void add(String name, Subject subject) {
    subjects.put(name, subject);
    open.add(subject);
  }

  private void measure(Report report, Plan plan) throws IOException, InterruptedException {
    System.err.println("nginx: warming up");
    Map<String, Lane> lanes = new LinkedHashMap<>();
    for (Map.Entry<String, Subject> entry : subjects.entrySet()) {
      Subject subject = entry.getValue();
      if (Processors.canBeChosen()) {
        subject.bind();
      }
      if (entry.getKey().startsWith(PLAIN)) {
        subject.openLoop(PER_SECOND, WARM_UP);
      } else {
        subject.warmUp(plan.warmUp());
      }
      lanes.put(entry.getKey(), () -> subject.slice(PER_SECOND, plan.slice()));
    }
    Rounds rounds = Rounds.run(lanes, plan.rounds());
    report.heading("Beside nginx");
    report.paragraph(
        "POST of %d bytes, %,d requests/s, open loop, 16 connections; %d rounds of %d ms.",
        BODY, PER_SECOND, plan.rounds(), plan.slice().toMillis());
    report.columns("arm", "copies delivered", "CPU us/request", "CPU us/copy", "p50 us", "p99 us");
    for (String name : subjects.keySet()) {
      boolean copies = rounds.delivered(name) > 0;
      String without = name.startsWith(PLAIN) ? PLAIN : Arm.BARE.label;
      report.row(
          name,
          copies ? Report.percent(rounds.delivered(name), rounds.answered(name)) : "-",
          rounds.estimate(name, Slice::cpuPerRequest).micros(),
          copies ? rounds.pairs(name, without, Slice::cpuPerCopy).micros() : "-",
          rounds.estimate(name, slice -> slice.latencyMicros(50)).whole(),
          rounds.estimate(name, slice -> slice.latencyMicros(99)).whole());
    }
    Estimate ratio = rounds.copies(Arm.MIRRORED.label, Arm.BARE.label, MIRROR, PLAIN);
    report.goal(
        "1 CPU per delivered copy, beside nginx",
        "<= 0.25 x nginx",
        ratio.ratio(),
        rounds.ratio(Arm.CONTROL.label, Arm.BARE.label, Slice::cpuPerRequest),
        rounds.ifDelivered(Arm.MIRRORED.label, ratio.atMost(GOAL)));
  }
}
