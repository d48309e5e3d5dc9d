package ai.matih.mirror.test;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.MirrorConfig;
import ai.matih.mirror.MirrorStats;
import ai.matih.mirror.Outcome;
import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.TrafficMirrorBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Under load too, what a broken target costs is bounded, counted and given back. */
class FaultsUnderLoadTest {
  private static final int THREADS = 4;
  private static final int OFFERS = 20_000;
  private static final int PACE = 10;
  private static final long MAX_HELD_BYTES = 256 * 1024;
  private static final int MAX_IN_FLIGHT = 200;

  private final Leaks leaks = new Leaks();

  @AfterEach
  void nothingLeaks() {
    try (leaks) {
      assertThat(leaks.found()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "HEALTHY",
        "NEVER_READS",
        "NEVER_ANSWERS",
        "DRIPS",
        "RESETS_IN_REQUEST",
        "RESETS_IN_BODY",
        "CLOSES_IDLE",
        "UNASKED_408",
        "GARBAGE",
        "ENDLESS_CHUNKS"
      })
  void everyFault_withoutACircuit(Fault fault) throws Exception {
    try (FaultServer server = FaultServer.start(fault);
        TrafficMirror mirror =
            settings(server, fault.stalls())
                .circuit(1_000_000, Duration.ofHours(1), Duration.ofHours(1))
                .build()) {
      load(mirror);
      assertThat(Offers.outcomes(mirror)).containsKeys(fault.outcomes().toArray(Outcome[]::new));
      assertThat(server.targets()).as("no copy is sent twice").doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NEVER_ANSWERS", "RESETS_BEFORE_ANSWER", "GARBAGE"})
  void everyFault_withACircuit(Fault fault) throws Exception {
    try (FaultServer server = FaultServer.start(fault);
        TrafficMirror mirror =
            settings(server, fault.stalls())
                .circuit(20, Duration.ofMillis(50), Duration.ofMillis(100))
                .build()) {
      load(mirror);
      assertThat(mirror.stats().count(Outcome.RESPONDED)).isZero();
      server.play(Fault.HEALTHY);
      assertResponds(mirror);
    }
  }

  @Test
  void refusedConnections() throws Exception {
    try (FaultServer server = FaultServer.start(Fault.HEALTHY);
        TrafficMirror mirror =
            settings(server, false)
                .circuit(1_000_000, Duration.ofHours(1), Duration.ofHours(1))
                .build()) {
      server.stop();
      load(mirror);
      assertThat(mirror.stats().count(Outcome.CONNECT_FAILED)).isPositive();
      assertThat(mirror.stats().count(Outcome.RESPONDED)).isZero();
    }
  }

  @Test
  void restarts() throws Exception {
    try (FaultServer server = FaultServer.start(Fault.HEALTHY);
        TrafficMirror mirror =
            settings(server, false)
                .circuit(20, Duration.ofMillis(50), Duration.ofMillis(100))
                .build()) {
      for (int i = 0; i < 5; i++) {
        long responded = mirror.stats().count(Outcome.RESPONDED);
        load(mirror);
        server.stop();
        load(mirror);
        server.restart();
        assertResponds(mirror);
        assertThat(mirror.stats().count(Outcome.RESPONDED)).isGreaterThan(responded);
      }
    }
  }

  private static TrafficMirrorBuilder settings(FaultServer server, boolean stalls) {
    return TrafficMirror.builder("load")
        .to(MirrorConfig.of("127.0.0.1", server.port()).withLogResponses(false))
        .maxHeldBytes(MAX_HELD_BYTES)
        .maxInFlight(MAX_IN_FLIGHT)
        .maxConnections(32)
        .timeout(stalls ? Duration.ofMillis(250) : Duration.ofSeconds(30));
  }

  /** Offers from several threads while another looks at the bounds all the time. */
  private static void load(TrafficMirror mirror) throws Exception {
    long before = mirror.stats().offered();
    AtomicInteger number = new AtomicInteger((int) before);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> offering = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        offering.add(threads.submit(() -> offer(mirror, number)));
      }
      while (!offering.stream().allMatch(Future::isDone) || mirror.stats().inFlight() > 0) {
        MirrorStats now = mirror.stats();
        assertThat(now.heldBytes()).isBetween(0L, MAX_HELD_BYTES);
        // A refused one is counted for an instant.
        assertThat(now.inFlight()).isBetween(0, MAX_IN_FLIGHT + THREADS);
      }
      for (Future<?> done : offering) {
        done.get(30, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
    Offers.settle(mirror);
    assertThat(mirror.stats().offered() - before).isEqualTo(OFFERS);
  }

  private static void offer(TrafficMirror mirror, AtomicInteger number) {
    String body = Bodies.ofLength(4_000);
    for (int i = 0; i < OFFERS / THREADS; i++) {
      int mine = number.incrementAndGet();
      if (i % PACE == 0) {
        // So that not nearly all of them find the mirror full.
        Await.until(() -> mirror.stats().inFlight() < MAX_IN_FLIGHT, mirror::stats);
      }
      Offers.offer(mirror, WireRequest.post("/" + mine, body.substring(mine % 4_000)));
    }
  }

  private static void assertResponds(TrafficMirror mirror) {
    long before = mirror.stats().count(Outcome.RESPONDED);
    Await.until(
        () -> {
          Offers.offer(mirror, WireRequest.get("/healthy"));
          return mirror.stats().count(Outcome.RESPONDED) > before;
        },
        mirror::stats);
    Offers.settle(mirror);
  }
}
