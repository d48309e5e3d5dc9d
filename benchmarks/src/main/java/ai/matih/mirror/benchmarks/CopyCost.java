package ai.matih.mirror.benchmarks;

import ai.matih.mirror.benchmarks.Rounds.Lane;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What a delivered copy costs the service's process, all arms at one rate. */
final class CopyCost {
  private static final String FLOOR_AT_RATE = "floor at this rate";
  private static final double GOAL = 1.3;

  private CopyCost() {}

  static void run(Lineup lineup, Plan plan, int rate, Report report)
      throws IOException, InterruptedException {
    System.err.println(lineup.container + ": what a copy costs");
    Map<String, Lane> lanes =
        lineup.lanes(name -> true, subject -> subject.slice(rate, plan.slice()));
    List<String> arms = List.copyOf(lanes.keySet());
    lanes.put(Lineup.FLOOR, lineup.floor(0));
    lanes.put(FLOOR_AT_RATE, lineup.floor(rate));
    Rounds rounds = Rounds.run(lanes, plan.rounds());
    print(report, lineup.container, rounds, arms, rate, plan);
    goals(report, lineup.container, rounds);
  }

  private static void print(
      Report report, String container, Rounds rounds, List<String> arms, int rate, Plan plan) {
    report.heading("What a copy costs on " + container);
    report.paragraph(
        "POST of %d bytes, %,d requests/s, open loop, 16 connections; %d rounds of %d ms; each"
            + " service on one processor.",
        Lineup.BODY, rate, plan.rounds(), plan.slice().toMillis());
    report.columns(
        "arm",
        "answered",
        "copies delivered",
        "CPU us/request",
        "CPU us/copy",
        "copy / floor",
        "p50 us",
        "p99 us");
    for (String name : arms) {
      boolean copies = rounds.delivered(name) > rounds.answered(name) / 100;
      report.row(
          name,
          Report.percent(rounds.answered(name), rounds.offered(name)),
          copies ? Report.percent(rounds.delivered(name), rounds.answered(name)) : "-",
          rounds.estimate(name, Slice::cpuPerRequest).micros(),
          copies ? rounds.pairs(name, Arm.BARE.label, Slice::cpuPerCopy).micros() : "-",
          copies ? rounds.copiesInFloors(name, Arm.BARE.label, Lineup.FLOOR).ratio() : "-",
          rounds.estimate(name, slice -> slice.latencyMicros(50)).whole(),
          rounds.estimate(name, slice -> slice.latencyMicros(99)).whole());
    }
    for (String name : List.of(Lineup.FLOOR, FLOOR_AT_RATE)) {
      report.row(
          name,
          rounds.estimate(name, Slice::perSecond).whole() + "/s",
          "100.0 %",
          "-",
          rounds.estimate(name, Slice::cpuPerRequest).micros(),
          rounds.ratio(name, Lineup.FLOOR, Slice::cpuPerRequest).ratio(),
          "-",
          "-");
    }
  }

  private static void goals(Report report, String container, Rounds rounds) {
    Estimate control = rounds.ratio(Arm.CONTROL.label, Arm.BARE.label, Slice::cpuPerRequest);
    Estimate copy = rounds.copiesInFloors(Arm.MIRRORED.label, Arm.BARE.label, Lineup.FLOOR);
    report.goal(
        "1 CPU per delivered copy, " + container,
        "<= 1.30 x floor",
        copy.ratio(),
        control,
        rounds.ifDelivered(Arm.MIRRORED.label, copy.atMost(GOAL)));
    for (String name : rounds.names()) {
      if (Lineup.isFaulty(name)) {
        Estimate cheaper = rounds.ratio(name, Arm.MIRRORED.label, Slice::cpuPerRequest);
        report.goal(
            "4 CPU, " + container + ", " + name,
            "< 1.00 x mirrored",
            cheaper.ratio(),
            control,
            cheaper.atMost(1));
      }
    }
  }
}
