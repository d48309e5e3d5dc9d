package ai.matih.mirror.examples;

import ai.matih.mirror.TrafficMirrorBuilder;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Runs a service whose traffic is mirrored, makes real requests to it, and reports what became of
 * each. The exit status is 0 if all adds up, 1 if not, 2 if an option is unknown.
 */
public final class Demo {
  private static final int REQUESTS = 2000;
  private static final int WARM_UP = 1000;
  private static final int GATEWAY_REQUESTS = 500;
  private static final String SERVE = "--serve";
  private static final String COMPARE = "compare";
  private static final String GATEWAY = "gateway";

  /** Said by the script, which knows whether there is a terminal. */
  private static final String PROGRESS = "--progress";

  private Demo() {}

  /**
   * Runs the demo; with {@code --serve} only its two services, until they are interrupted; with
   * {@code compare} the comparison of versions; with {@code gateway} the story of a gateway.
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    List<String> options = List.of(args);
    for (String option : options) {
      if (!Set.of(SERVE, COMPARE, GATEWAY, PROGRESS).contains(option)) {
        System.err.println("demo: unknown option " + option);
        System.exit(2);
      }
    }
    quietTomcat();
    if (options.contains(SERVE)) {
      Serve.run(System.out);
    } else if (options.contains(COMPARE)) {
      List<Regression> planted = Regression.PLANTED;
      System.exit(Compare.run(planted, planted, Compare.MOST, System.out));
    } else if (options.contains(GATEWAY)) {
      System.exit(GatewayStory.tell(GATEWAY_REQUESTS, System.out));
    } else {
      System.exit(run(REQUESTS, options.contains(PROGRESS), System.out, mirror -> mirror));
    }
  }

  /** Makes the requests and prints the report; returns the exit status. */
  static int run(
      int requests, boolean terminal, PrintStream out, UnaryOperator<TrafficMirrorBuilder> tuning)
      throws InterruptedException {
    int warmUp = Math.min(WARM_UP, requests);
    Progress progress = new Progress(out, Trial.replies(warmUp) + Trial.replies(requests));
    Runnable onReply = terminal ? progress::step : () -> {};
    try {
      // The same on services of its own: a JVM's first thousand requests say nothing of latency.
      Trial.run(warmUp, mirror -> mirror, onReply);
      Trial trial = Trial.run(requests, tuning, onReply);
      if (terminal) {
        progress.clear();
      }
      Audit audit = new Audit(trial);
      new Report(trial, audit, out).print();
      return audit.problems().isEmpty() ? 0 : 1;
    } catch (IOException e) {
      out.println();
      out.println("demo: failed: " + e.getMessage());
      return 1;
    }
  }

  /** Where logback.xml puts the mirror's lines about exchanges. */
  static String logFile() {
    return System.getProperty("demo.log", "target/demo.log");
  }

  private static void quietTomcat() {
    Logger.getLogger("").setLevel(Level.WARNING);
  }
}
