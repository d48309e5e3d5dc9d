package ai.matih.mirror.benchmarks;

import ai.matih.mirror.benchmarks.Target.Mode;
import java.io.IOException;
import java.time.Duration;

/**
 * {@code ./benchmark delivery}: a million requests at 80 % of the mirrored service's capacity; each
 * copy has to come once, with the body's checksum, and the mirror's counters have to say the same.
 */
final class Delivery {
  private static final int BODY = 256;
  private static final double SHARE_OF_CAPACITY = 0.8;
  private static final Duration WARM_UP = Duration.ofSeconds(15);

  private static final Duration SLICE = Duration.ofSeconds(2);

  private Delivery() {}

  /** Runs it for each container; the argument is how many requests. */
  public static void main(String[] args) throws IOException, InterruptedException {
    long requests = args.length == 0 ? 1_000_000 : Long.parseLong(args[0]);
    Report report = new Report();
    report.paragraph("%s.", Machine.describe());
    boolean all = true;
    for (String container : new String[] {"tomcat", "netty"}) {
      report.heading(container);
      report.columns("requests/s", "answered", "copies whole", "damaged", "twice", "counters", "");
      all &= run(container, requests, report);
    }
    System.out.println(report.markdown());
    System.exit(all ? 0 : 1);
  }

  private static boolean run(String container, long requests, Report report)
      throws IOException, InterruptedException {
    try (Subject subject = Subject.of(container, Arm.MIRRORED, Mode.ANSWER, BODY)) {
      System.err.println(container + ": warming up");
      subject.warmUp(WARM_UP);
      Slice full = subject.closedLoop(SLICE);
      // Answered and delivered: a service may answer more than the machine can copy besides.
      int rate = (int) (full.delivered() / full.seconds() * SHARE_OF_CAPACITY);
      System.err.println(container + ": " + requests + " requests at " + rate + "/s");
      return verified(subject, requests, rate, report);
    }
  }

  /** Whether every copy came. */
  static boolean verified(Subject subject, long requests, int rate, Report report)
      throws IOException, InterruptedException {
    Service.Counters before = atRest(subject);
    Target.Count start = subject.count();
    long answered = 0;
    while (answered < requests) {
      answered += subject.openLoop(rate, SLICE).answered();
    }
    Service.Counters after = atRest(subject);
    Target.Count end = subject.count();
    long whole = end.whole() - start.whole();
    long offered = after.offered() - before.offered();
    long responded = after.responded() - before.responded();
    boolean all =
        whole == answered
            && offered == answered
            && responded == answered
            && after.heldBytes() == 0
            && end.damaged() + end.repeated() == 0;
    report.row(
        rate,
        answered,
        whole,
        end.damaged(),
        end.repeated(),
        offered + " offered, " + responded + " responded",
        all ? "every one" : "NOT every one");
    return all;
  }

  /** The counters when nothing is under way, which the mirror's own time limits bring about. */
  private static Service.Counters atRest(Subject subject) throws IOException, InterruptedException {
    Service.Counters counters = Service.Counters.of(subject.server());
    while (counters.inFlight() > 0) {
      Thread.sleep(20);
      counters = Service.Counters.of(subject.server());
    }
    return counters;
  }
}
