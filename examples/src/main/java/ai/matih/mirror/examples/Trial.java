package ai.matih.mirror.examples;

import ai.matih.mirror.MirrorConfig;
import ai.matih.mirror.MirrorStats;
import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.TrafficMirrorBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/**
 * The same calls made with the mirror off and with it on, and everything that was noted meanwhile.
 *
 * @param unmirrored how many requests were made with the mirror off
 * @param without the replies to the calls, in their order, with the mirror off
 * @param with the replies with the mirror on
 * @param stats the mirror's counters once all was at rest
 */
record Trial(
    MirrorConfig config,
    int primaryPort,
    List<Call> calls,
    int unmirrored,
    List<Reply> without,
    List<Reply> with,
    Sightings primarySaw,
    Sightings mirrorSaw,
    MirrorStats stats,
    Answers answers) {

  /** What the ids of calls begin with while the mirror is off, and on. */
  static final String OFF = "off-";

  static final String ON = "on-";

  /** Off and on take turns, each the first as often, so that neither has the warmer machine. */
  private static final int TURNS = 4;

  /** What a service's first requests cost is of no interest: these are made and not looked at. */
  private static final int FIRST = 10 * Load.CONNECTIONS;

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** How many replies a trial waits for. */
  static int replies(int requests) {
    return Math.min(FIRST, requests) + 2 * requests;
  }

  static Trial run(int requests, UnaryOperator<TrafficMirrorBuilder> tuning, Runnable onReply)
      throws IOException, InterruptedException {
    List<Call> calls = Traffic.calls(requests);
    List<Reply> without = new ArrayList<>();
    List<Reply> with = new ArrayList<>();
    Answers answers = new Answers();
    try (Stage stage = new Stage(mirror -> tuning.apply(mirror.listener(answers)));
        Load load = new Load(stage.primary.port())) {
      TrafficMirror mirror = stage.mirror;
      MirrorConfig config = mirror.config();
      int first = Math.min(FIRST, requests);
      mirror.disable();
      load.run(calls, 0, first, "first-", onReply);
      for (int turn = 0; turn < TURNS; turn++) {
        int from = requests * turn / TURNS;
        int to = requests * (turn + 1) / TURNS;
        for (boolean on : List.of(turn % 2 == 1, turn % 2 == 0)) {
          if (on) {
            mirror.update(config);
            with.addAll(load.run(calls, from, to, ON, onReply));
            awaitRest(mirror);
          } else {
            mirror.disable();
            without.addAll(load.run(calls, from, to, OFF, onReply));
          }
        }
      }
      return new Trial(
          config,
          stage.primary.port(),
          calls,
          first + requests,
          without,
          with,
          stage.primarySaw,
          stage.mirrorSaw,
          mirror.stats(),
          answers);
    }
  }

  /** Waits until no copy is under way; whether there is one left, the stats say. */
  static void awaitRest(TrafficMirror mirror) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (mirror.stats().inFlight() > 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(1_000_000);
    }
  }
}
