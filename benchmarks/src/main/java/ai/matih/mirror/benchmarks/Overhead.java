package ai.matih.mirror.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code ./benchmark overhead}: services with and without a mirror, and the peers. */
final class Overhead {
  private static final List<String> SECTIONS = List.of("tomcat", "netty", "nginx", "memory");
  private static final int LOOKS = 5;

  private static final List<Arm> QUICK_ARMS = List.of(Arm.BARE, Arm.CONTROL, Arm.MIRRORED);
  private static final List<Arm> TOMCAT_ARMS =
      List.of(
          Arm.BARE,
          Arm.CONTROL,
          Arm.NOT_SAMPLED,
          Arm.MIRRORED,
          Arm.COMPARED,
          Arm.JDK,
          Arm.REACTOR,
          Arm.APACHE);
  private static final List<Arm> NETTY_ARMS =
      List.of(Arm.BARE, Arm.CONTROL, Arm.NOT_SAMPLED, Arm.MIRRORED, Arm.COMPARED);

  private Overhead() {}

  /** Runs the sections that are named, or all, quick or not; prints Markdown. */
  public static void main(String[] args) throws Exception {
    List<String> sections = new ArrayList<>(List.of(args));
    boolean quick = sections.remove("--quick");
    for (String section : sections) {
      if (!SECTIONS.contains(section)) {
        System.err.println("benchmark: unknown " + section + " (expected: " + SECTIONS + ")");
        System.exit(2);
      }
    }
    Plan plan = quick ? Plan.QUICK : Plan.FULL;
    Report report = new Report();
    report.paragraph("%s.", Machine.describe());
    report.paragraph(
        "Medians of the rounds, in brackets the interval that holds the true median with 95 %%."
            + " The processor time is that of the service's process.%s",
        Processors.canBeChosen() ? "" : " No processor could be chosen: all share them.");
    if (wanted(sections, "tomcat")) {
      run("tomcat", quick ? QUICK_ARMS : TOMCAT_ARMS, plan, quick, report);
    }
    if (sections.contains("netty") || (sections.isEmpty() && !quick)) {
      run("netty", quick ? QUICK_ARMS : NETTY_ARMS, plan, quick, report);
    }
    Path nginx = Nginx.installed().orElse(null);
    if (wanted(sections, "nginx") && nginx != null && !quick) {
      new NginxCost().run(report, plan, nginx);
    }
    if (wanted(sections, "memory") && !quick) {
      HungMemory.run(report);
    }
    System.out.println(report.markdown());
  }

  private static boolean wanted(List<String> sections, String name) {
    return sections.isEmpty() || sections.contains(name);
  }

  private static void run(String container, List<Arm> arms, Plan plan, boolean quick, Report report)
      throws IOException, InterruptedException {
    try (Lineup lineup = new Lineup(container, arms)) {
      if (!quick) {
        lineup.addFaultyTargets();
      }
      lineup.bind();
      lineup.warmUp(plan.warmUp());
      if (!quick && container.equals("tomcat")) {
        // Netty's is that of the clients.
        Capacity.run(lineup, plan, report);
      }
      // A request costs more at a moderate rate: this is about half of what it can answer then.
      CopyCost.run(lineup, plan, rate(lineup, plan, 4), report);
      if (!quick) {
        lineup.free();
        // Half of it would leave the target no processor time: another machine's in a real service.
        Latency.run(lineup, plan, rate(lineup, plan, 4), report);
      }
    }
  }

  /** A part of what the bare service answers per second. */
  private static int rate(Lineup lineup, Plan plan, int part)
      throws IOException, InterruptedException {
    double[] perSecond = new double[LOOKS];
    for (int i = 0; i < LOOKS; i++) {
      perSecond[i] = lineup.bare().closedLoop(plan.slice()).perSecond();
    }
    return 100 * (int) (Estimate.of(perSecond).median() / (100 * part));
  }
}
