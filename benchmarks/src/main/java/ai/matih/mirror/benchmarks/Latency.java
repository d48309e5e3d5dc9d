package ai.matih.mirror.benchmarks;

import ai.matih.mirror.benchmarks.Rounds.Lane;
import java.io.IOException;
import java.util.Map;

/**
 * What a mirror does to the primary's latency, with targets that answer and targets that do not.
 */
final class Latency {
  private static final double GOAL = 1.03;

  private Latency() {}

  /** Service, clients and target share the processors, at this rate. */
  static void run(Lineup lineup, Plan plan, int rate, Report report)
      throws IOException, InterruptedException {
    System.err.println(lineup.container + ": latency");
    Map<String, Lane> lanes =
        lineup.lanes(name -> true, subject -> subject.slice(rate, plan.slice()));
    Rounds rounds = Rounds.run(lanes, plan.rounds());
    report.heading("Latency of " + lineup.container);
    report.paragraph(
        "POST of %d bytes, %,d requests/s, open loop, 16 connections; %d rounds of %d ms; service,"
            + " clients and target share the processors.",
        Lineup.BODY, rate, plan.rounds(), plan.slice().toMillis());
    report.columns(
        "arm", "answered", "copies delivered", "p50 us", "p50 / bare", "p99 us", "p99 / bare");
    for (String name : lanes.keySet()) {
      boolean copies = rounds.delivered(name) > rounds.answered(name) / 100;
      report.row(
          name,
          Report.percent(rounds.answered(name), rounds.offered(name)),
          copies ? Report.percent(rounds.delivered(name), rounds.answered(name)) : "-",
          rounds.estimate(name, slice -> slice.latencyMicros(50)).whole(),
          ratio(rounds, name, 50).ratio(),
          rounds.estimate(name, slice -> slice.latencyMicros(99)).whole(),
          ratio(rounds, name, 99).ratio());
    }
    goals(lineup.container, rounds, report);
  }

  private static void goals(String container, Rounds rounds, Report report) {
    Estimate control = ratio(rounds, Arm.CONTROL.label, 99);
    for (String name : rounds.names()) {
      boolean faulty = Lineup.isFaulty(name);
      if (faulty || name.equals(Arm.MIRRORED.label)) {
        Estimate p99 = ratio(rounds, name, 99);
        report.goal(
            (faulty ? "4 p99, " : "3 p99, ") + container + ", " + name,
            "<= 1.03 x bare",
            p99.ratio(),
            control,
            faulty ? p99.atMost(GOAL) : rounds.ifDelivered(name, p99.atMost(GOAL)));
      }
    }
  }

  private static Estimate ratio(Rounds rounds, String name, double percentile) {
    return rounds.ratio(name, Arm.BARE.label, slice -> slice.latencyMicros(percentile));
  }
}
