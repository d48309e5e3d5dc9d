package ai.matih.mirror.benchmarks;

import ai.matih.mirror.benchmarks.Rounds.Lane;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How many requests a service answers on one processor, all arms as fast as they can. */
final class Capacity {
  private Capacity() {}

  static void run(Lineup lineup, Plan plan, Report report)
      throws IOException, InterruptedException {
    System.err.println(lineup.container + ": capacity");
    Map<String, Lane> lanes =
        lineup.lanes(name -> !Lineup.isFaulty(name), subject -> subject.slice(0, plan.slice()));
    List<String> arms = List.copyOf(lanes.keySet());
    lanes.put(Lineup.FLOOR, lineup.floor(0));
    Rounds rounds = Rounds.run(lanes, plan.rounds());
    report.heading("Capacity of " + lineup.container);
    report.paragraph(
        "POST of %d bytes, closed loop, 16 connections; %d rounds of %d ms; each service on one"
            + " processor.",
        Lineup.BODY, plan.rounds(), plan.slice().toMillis());
    report.columns(
        "arm",
        "requests/s",
        "/ bare",
        "copies delivered",
        "CPU us/request",
        "CPU us/copy",
        "copy / floor");
    for (String name : arms) {
      boolean copies = rounds.delivered(name) > rounds.answered(name) / 100;
      report.row(
          name,
          rounds.estimate(name, Slice::perSecond).whole(),
          capacity(rounds, name).ratio(),
          copies ? Report.percent(rounds.delivered(name), rounds.answered(name)) : "-",
          rounds.estimate(name, Slice::cpuPerRequest).micros(),
          copies ? rounds.pairs(name, Arm.BARE.label, Slice::cpuPerCopy).micros() : "-",
          copies ? rounds.copiesInFloors(name, Arm.BARE.label, Lineup.FLOOR).ratio() : "-");
    }
    report.row(
        Lineup.FLOOR,
        rounds.estimate(Lineup.FLOOR, Slice::perSecond).whole(),
        "-",
        "-",
        rounds.estimate(Lineup.FLOOR, Slice::cpuPerRequest).micros(),
        "-",
        "1.00");
    goal(lineup.container, rounds, report);
  }

  private static void goal(String container, Rounds rounds, Report report) {
    double bare = rounds.estimate(Arm.BARE.label, Slice::cpuPerRequest).median();
    double least = rounds.estimate(Lineup.FLOOR, Slice::cpuPerRequest).median();
    double goal = bare / (bare + least) - 0.03;
    Estimate reached = capacity(rounds, Arm.MIRRORED.label);
    report.goal(
        "2 capacity of " + container + ", all mirrored",
        String.format(Locale.ROOT, ">= %.2f x bare", goal),
        reached.ratio(),
        capacity(rounds, Arm.CONTROL.label),
        rounds.ifDelivered(Arm.MIRRORED.label, reached.atLeast(goal)));
  }

  private static Estimate capacity(Rounds rounds, String name) {
    return rounds.ratio(name, Arm.BARE.label, Slice::perSecond);
  }
}
