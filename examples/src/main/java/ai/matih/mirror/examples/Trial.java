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
 * @param without the replies to the calls, in their order, with the mirror off
 * @param with the replies with the mirror on
 * @param stats the mirror's counters once all was at rest
 */
record Trial(
    MirrorConfig config,
    int primaryPort,
    List<Call> calls,
    List<Reply> without,
    List<Reply> with,
    Sightings primarySaw,
    Sightings mirrorSaw,
    MirrorStats stats,
    Answers answers) {

  /** What the ids of calls begin with while the mirror is off, and on. */
  static final String OFF = "off-";

  static final String ON = "on-";

  /** Off and on take turns, so that neither has the warmer machine. */
  private static final int TURNS = 4;

  private static final Duration PATIENCE = Duration.ofSeconds(15);

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
      for (int turn = 0; turn < TURNS; turn++) {
        int from = requests * turn / TURNS;
        int to = requests * (turn + 1) / TURNS;
        mirror.disable();
        without.addAll(load.run(calls, from, to, OFF, onReply));
        mirror.update(config);
        with.addAll(load.run(calls, from, to, ON, onReply));
        awaitRest(mirror);
      }
      return new Trial(
          config,
          stage.primary.port(),
          calls,
          without,
          with,
          stage.primarySaw,
          stage.mirrorSaw,
          mirror.stats(),
          answers);
    }
  }

  /** Waits until no copy is under way; whether there is one left, the stats say. */
  private static void awaitRest(TrafficMirror mirror) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (mirror.stats().inFlight() > 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(1_000_000);
    }
  }
}
