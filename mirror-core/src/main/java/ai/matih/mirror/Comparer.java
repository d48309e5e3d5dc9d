package ai.matih.mirror;

import ai.matih.mirror.compare.Comparison;
import ai.matih.mirror.compare.ComparisonReport;
import ai.matih.mirror.compare.ComparisonResult;
import ai.matih.mirror.compare.Comparisons;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Compares the answers of exchanges that are over, and keeps account if the user asked for it: then
 * on a thread of its own, and what waits for it is bounded. Thread-safe.
 */
final class Comparer {
  private static final int MAX_WAITING = 256;

  private final Comparison comparison;
  private final Comparisons account;
  private final @Nullable Worker worker;
  private final Reporter reporter;

  Comparer(TrafficMirrorBuilder settings, Reporter reporter) {
    this.reporter = reporter;
    Comparison asked = settings.comparison;
    this.comparison = asked == null ? Comparison.ofDigests() : asked;
    this.account = new Comparisons(settings.route, comparison, settings.baseline != null);
    this.worker =
        asked == null ? null : new Worker("mirror-compare-" + settings.route, MAX_WAITING);
  }

  /** Whether an exchange needs room for the bodies of its responses. */
  boolean keepsBodies() {
    return worker != null && comparison.maxBodyBytes() > 0;
  }

  /** An observer of one response that is to be compared, with room for its body or without. */
  ResponseObserver observer(ByteBudget.@Nullable Reservation room) {
    KeptBody body = room == null ? KeptBody.NONE : new KeptBody(comparison.maxBodyBytes(), room);
    return new ResponseObserver(comparison.fieldNames(), body);
  }

  /** Runs the task, which will call {@link #compare}, on the thread for it if there is room. */
  boolean tryExecute(Runnable task, Runnable ifStopped) {
    return worker != null && worker.tryExecute(task, ifStopped);
  }

  /** Compares two answers, with the baseline's to tell the noise. On the thread for it only. */
  @Nullable ComparisonResult compare(
      String method,
      String path,
      @Nullable ObservedResponse primary,
      @Nullable ObservedResponse mirror,
      @Nullable ObservedResponse baseline) {
    if (primary == null || mirror == null || mirror.status() == 0) {
      account.skipped(method, path);
      return null;
    }
    try {
      ComparisonResult result = comparison.compare(primary, mirror);
      ComparisonResult noise = baseline == null ? null : comparison.compare(primary, baseline);
      account.add(method, path, primary, mirror, result, baseline, noise);
      return result;
    } catch (Throwable error) {
      // The account itself may be what failed, so this is only in the log.
      reporter.internalError(error);
      return null;
    }
  }

  /** What can be said of an exchange that the thread does not look at. */
  @Nullable ComparisonResult skip(
      String method,
      String path,
      @Nullable ObservedResponse primary,
      @Nullable ObservedResponse mirror) {
    if (mirror == null || mirror.status() == 0) {
      return null;
    }
    if (worker != null) {
      account.skipped(method, path);
      return null;
    }
    return primary == null ? null : comparison.compare(primary, mirror);
  }

  ComparisonReport report() {
    return account.report();
  }

  void reset() {
    account.reset();
  }

  void close(Duration atMost) {
    if (worker != null) {
      worker.close(atMost);
    }
  }
}
