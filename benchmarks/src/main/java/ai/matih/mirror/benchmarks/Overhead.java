package ai.matih.mirror.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code ./benchmark overhead}: services with and without a mirror, and the peers. */
final class Overhead {
  private static final List<String> SECTIONS =
      List.of("tomcat", "netty", "capacity", "nginx", "memory");

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
        "%s Medians of the rounds, in brackets the interval that holds the true median with 95 %%."
            + " The processor time is that of the service's process.",
        Processors.canBeChosen()
            ? "The service is bound to one processor, clients and target to another."
            : "Service, clients and target share the processors.");
    if (wanted(sections, "tomcat")) {
      try (CopyCost cost =
          new CopyCost("tomcat", plan, quick ? NETTY_ARMS : tomcatArms(), !quick)) {
        cost.run(report);
      }
    }
    if (wanted(sections, "netty")) {
      try (CopyCost cost = new CopyCost("netty", plan, NETTY_ARMS, false)) {
        cost.run(report);
      }
    }
    if (wanted(sections, "capacity") && !quick) {
      try (CopyCost cost = new CopyCost("tomcat", plan, tomcatArms(), false)) {
        cost.runCapacity(report);
      }
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

  private static List<Arm> tomcatArms() {
    List<Arm> arms = new ArrayList<>(List.of(Arm.values()));
    arms.remove(Arm.BOUNDED);
    if (System.getenv("ARMS") != null)
      return java.util.stream.Stream.of(System.getenv("ARMS").split(","))
          .map(Arm::valueOf)
          .toList();
    return arms;
  }
}
