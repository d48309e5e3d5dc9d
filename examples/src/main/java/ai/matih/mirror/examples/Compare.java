package ai.matih.mirror.examples;

import ai.matih.mirror.TrafficMirror;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Sends a primary's traffic to a baseline and to a candidate with regressions, until the report has
 * found them and is sure of the rest.
 */
final class Compare {
  /** Where it gives up. */
  static final int MOST = 30_000;

  private static final long MOST_NANOS = Duration.ofSeconds(60).toNanos();

  /** So many are made first, and forgotten: cold services say nothing of latency. */
  static final int FIRST = 500;

  /** After so many requests the report is looked at again, which may be done at any time. */
  private static final int BATCH = 100;

  private final TrafficMirror mirror;
  private final Load load;
  private final List<Call> calls;
  private final CompareText text;

  private Compare(Trio trio, Load load, int most, CompareText text) {
    this.mirror = trio.mirror;
    this.load = load;
    this.calls = Market.calls(most);
    this.text = text;
  }

  /**
   * Makes requests and prints the report as it grows.
   *
   * @param planted what is wrong with the candidate
   * @param expected what is to be found
   * @param most how many requests to make at most
   * @return the exit status: 0 if just that was found, else 1
   */
  static int run(List<Regression> planted, List<Regression> expected, int most, PrintStream out)
      throws InterruptedException {
    try (Trio trio = new Trio(planted);
        Load load = new Load(trio.primary.port())) {
      CompareText text = new CompareText(out);
      text.introduce(trio, expected);
      Judgement judgement = new Compare(trio, load, most, text).judge(expected);
      text.conclude(trio, judgement);
      return judgement.ok() ? 0 : 1;
    } catch (IOException e) {
      out.println();
      out.println("demo: failed: " + e.getMessage());
      return 1;
    }
  }

  private Judgement judge(List<Regression> expected) throws IOException, InterruptedException {
    for (int made = 0; made < Math.min(FIRST, calls.size()); made += BATCH) {
      make(made);
    }
    mirror.resetReport();
    long start = System.nanoTime();
    Judgement judgement = new Judgement(mirror.report(), expected, Map.of());
    for (int made = 0; made < calls.size() && !judgement.settled(); made += BATCH) {
      make(made);
      int before = judgement.found().size();
      judgement = judgement.with(mirror.report());
      if (judgement.found().size() > before && !judgement.settled()) {
        text.snapshot(judgement);
      }
      if (System.nanoTime() - start > MOST_NANOS) {
        break;
      }
    }
    return judgement;
  }

  /** Makes one batch and waits until its answers have been compared. */
  private void make(int from) throws IOException, InterruptedException {
    load.run(calls, from, Math.min(from + BATCH, calls.size()), "compare-", () -> {});
    Trial.awaitRest(mirror);
  }
}
