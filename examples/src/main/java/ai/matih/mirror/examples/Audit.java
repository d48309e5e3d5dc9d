package ai.matih.mirror.examples;

import ai.matih.mirror.MirrorStats;
import ai.matih.mirror.Outcome;
import ai.matih.mirror.PercentageSampler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Whether a trial adds up. Every copy and every counter is held against what was seen. */
final class Audit {
  /** By how many keyless requests the published share may be missed in any 10,000 in a row. */
  private static final int KEYLESS_SLACK = 10;

  private static final String REBUILT = Stage.ROUTE + "; body=reconstructed";

  private final Trial trial;

  /** How often each thing went wrong, and where first. */
  private final Map<String, List<String>> problems = new TreeMap<>();

  /** Requests with the mirror on that reached the primary as the client sent them. */
  int intact;

  /** Copies that the mirror service received. */
  final int copies;

  /** Those that equal what the primary saw. */
  int verified;

  /** Those of the verified that were compared by parameters. */
  int rebuilt;

  /** Copies counted and not received, or received and not counted. */
  final long lost;

  /** Requests with a key, and those of them that were decided as the published function says. */
  int keyed;

  int decided;

  /** Copies of requests without a key. */
  final long keylessCopies;

  Audit(Trial trial) {
    this.trial = trial;
    copies = trial.mirrorSaw().size();
    for (int i = 0; i < trial.calls().size(); i++) {
      checkReplies(i);
      checkCopies(i);
      checkDecision(i);
    }
    MirrorStats stats = trial.stats();
    long done = stats.count(Outcome.RESPONDED);
    long uncertain = stats.count(Outcome.Kind.FAILED);
    lost = Math.max(0, done - copies) + Math.max(0, copies - done - uncertain);
    expect(
        lost == 0, "lost: " + done + " copies answered by the counters, " + copies + " received");
    keylessCopies = sampled() - expectedKeyed();
    checkCounters();
    checkShare();
    checkAnswers();
  }

  private void checkReplies(int i) {
    Call call = trial.calls().get(i);
    Reply reply = trial.with().get(i);
    String where = Trial.ON + i + ' ' + call.endPoint();
    if (!reply.ok()) {
      problem("not answered with 200: " + reply.status(), where);
    }
    if (!reply.sameAs(trial.without().get(i))) {
      problem("the client's reply changed with the mirror on", where);
    }
    List<Seen> seen = trial.primarySaw().of(Trial.ON + i);
    List<String> wrong =
        seen.size() == 1
            ? Seen.of(call, Trial.ON + i).differences(seen.get(0))
            : List.of("seen " + seen.size() + " times");
    if (wrong.isEmpty()) {
      intact++;
    } else {
      problem("the primary saw something else than was sent: " + String.join(", ", wrong), where);
    }
  }

  private void checkCopies(int i) {
    List<Seen> received = trial.mirrorSaw().of(Trial.ON + i);
    String where = Trial.ON + i + ' ' + trial.calls().get(i).endPoint();
    if (received.size() > 1) {
      problem("copied more than once", where);
    }
    if (!trial.mirrorSaw().of(Trial.OFF + i).isEmpty()) {
      problem("copied while the mirror was off", Trial.OFF + i);
    }
    List<Seen> original = trial.primarySaw().of(Trial.ON + i);
    for (Seen copy : received) {
      boolean byParameters = !trial.calls().get(i).parameters().isEmpty();
      List<String> wrong = new ArrayList<>();
      if (original.size() == 1) {
        wrong.addAll(original.get(0).differences(copy));
      } else {
        wrong.add("no original");
      }
      if (!(byParameters ? REBUILT : Stage.ROUTE).equals(copy.marker())) {
        wrong.add("marked " + copy.marker());
      }
      if (wrong.isEmpty()) {
        verified++;
        rebuilt += byParameters ? 1 : 0;
      } else {
        problem("a copy differs from what the primary saw: " + String.join(", ", wrong), where);
      }
    }
  }

  private void checkDecision(int i) {
    Call call = trial.calls().get(i);
    if (call.key() != null) {
      keyed++;
      boolean copied = !trial.mirrorSaw().of(Trial.ON + i).isEmpty();
      if (copied == isSampled(call)) {
        decided++;
      } else if (copied) {
        problem("copied against the published function", Trial.ON + i);
      }
    }
  }

  private boolean isSampled(Call call) {
    String key = call.key();
    return key != null
        && PercentageSampler.of(Stage.ROUTE).sampled(key, trial.config().percentage() / 100.0);
  }

  private long expectedKeyed() {
    return trial.calls().stream().filter(this::isSampled).count();
  }

  /** Requests that were to be copied, whatever became of the copy. */
  long sampled() {
    return trial.stats().offered() - trial.stats().count(Outcome.Kind.SKIPPED);
  }

  private void checkCounters() {
    MirrorStats stats = trial.stats();
    long requests = trial.calls().size();
    long sum = stats.outcomes().values().stream().mapToLong(Long::longValue).sum();
    expect(stats.offered() == sum, "offered " + stats.offered() + ", sum of outcomes " + sum);
    expect(
        stats.offered() == requests + trial.unmirrored(),
        "offered " + stats.offered() + ", made " + requests + " and " + trial.unmirrored());
    expect(
        stats.count(Outcome.DISABLED) == trial.unmirrored(),
        "DISABLED " + stats.count(Outcome.DISABLED) + ", made so " + trial.unmirrored());
    expect(
        stats.inFlight() == 0 && stats.heldBytes() == 0,
        "not at rest: in flight " + stats.inFlight() + ", bytes held " + stats.heldBytes());
    expect(copies == verified, "copies " + copies + ", verified " + verified);
  }

  private void checkShare() {
    int keyless = trial.calls().size() - keyed;
    double expected = keyless * trial.config().percentage() / 100.0;
    expect(
        Math.abs(keylessCopies - expected) <= KEYLESS_SLACK,
        "share: " + sampled() + " requests to be copied, expected " + (expectedKeyed() + expected));
  }

  /** The planted difference is found each time, and nothing else is. */
  private void checkAnswers() {
    long answered = 0;
    for (Map.Entry<String, Answers.Compared> entry : trial.answers().byEndPoint().entrySet()) {
      Answers.Compared found = entry.getValue();
      answered += found.answered();
      int planted = entry.getKey().equals(Shop.PLANTED) ? found.answered() : 0;
      expect(
          found.different() == planted && found.compared() == found.answered(),
          entry.getKey()
              + (": of " + found.answered() + " answers " + found.compared() + " were compared, ")
              + (found.different() + " differ, planted " + planted));
    }
    long done = trial.stats().count(Outcome.RESPONDED);
    expect(answered == done, "answers reported " + answered + ", counted " + done);
  }

  private void expect(boolean holds, String otherwise) {
    if (!holds) {
      problem(otherwise, "");
    }
  }

  private void problem(String what, String where) {
    problems.computeIfAbsent(what, key -> new ArrayList<>()).add(where);
  }

  /** What does not reconcile, one line each; empty when all does. */
  List<String> problems() {
    List<String> lines = new ArrayList<>();
    problems.forEach(
        (what, where) -> {
          String first = where.get(0);
          lines.add(
              first.isEmpty() ? what : what + " (" + where.size() + " times, first " + first + ")");
        });
    return lines;
  }
}
