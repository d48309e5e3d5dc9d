package ai.matih.mirror.test;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.Exchange;
import ai.matih.mirror.MirrorConfig;
import ai.matih.mirror.ObservedResponse;
import ai.matih.mirror.Outcome;
import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.TrafficMirrorBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the target does: one outcome for a copy, nothing left behind, and it recovers. */
class FaultsTest {
  private static final int COPIES = 3;

  /** The mirror must close the connection; what crosses its next copy is another matter. */
  private static final Set<Fault> UNUSABLE_AFTER_ANSWER =
      EnumSet.of(Fault.HALF_CLOSES_AFTER_ANSWER, Fault.UNASKED_408);

  private final Leaks leaks = new Leaks();
  private final Queue<Exchange> exchanges = new ConcurrentLinkedQueue<>();

  @AfterEach
  void nothingLeaks() {
    try (leaks) {
      assertThat(leaks.found()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyFault_hasItsOutcomeAndIsRecoveredFrom(Fault fault) throws IOException {
    try (FaultServer server = FaultServer.start(fault);
        TrafficMirror mirror = mirror(server.port(), fault.stalls()).build()) {
      for (int i = 0; i < COPIES; i++) {
        Offers.offer(mirror, WireRequest.post("/" + i, Bodies.ofLength(1000)));
        Offers.settle(mirror);
        if (UNUSABLE_AFTER_ANSWER.contains(fault)) {
          Await.until(() -> server.openConnections() == 0, () -> "a connection is kept");
        }
      }
      assertThat(fault.outcomes()).containsAll(Offers.outcomes(mirror).keySet());
      assertThat(mirror.stats().circuitOpen())
          .isEqualTo(!fault.outcomes().contains(Outcome.RESPONDED));
      assertThat(server.targets()).as("no copy is sent twice").doesNotHaveDuplicates();
      assertNoStrayAnswer();

      server.play(Fault.HEALTHY);
      assertRecovers(mirror);
      assertThat(server.targets()).as("no copy is sent twice").doesNotHaveDuplicates();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"INTERIM_RESPONSES", "NO_CONTENT", "NOT_MODIFIED"})
  void head_isAnsweredWithoutABody(Fault fault) throws IOException {
    try (FaultServer server = FaultServer.start(fault);
        TrafficMirror mirror = mirror(server.port(), false).build()) {
      for (int i = 0; i < COPIES; i++) {
        Offers.offer(mirror, WireRequest.of("HEAD", "/" + i));
        Offers.settle(mirror);
      }
      assertThat(Offers.outcomes(mirror)).isEqualTo(Map.of(Outcome.RESPONDED, (long) COPIES));
      assertNoStrayAnswer();
    }
  }

  @Test
  void bodyOfUnreadTarget_isHeldNoLongerThanTheTimeout() throws IOException {
    try (FaultServer server = FaultServer.start(Fault.NEVER_READS);
        TrafficMirror mirror = mirror(server.port(), true).maxBodyBytes(1 << 24).build()) {
      Offers.offer(mirror, WireRequest.post("/big", Bodies.ofLength(10_000_000)));
      assertThat(mirror.stats().heldBytes()).isBetween(10_000_000L, 20_000_000L);
      Offers.settle(mirror);
      assertThat(Offers.outcomes(mirror)).isEqualTo(Map.of(Outcome.TIMED_OUT, 1L));
    }
  }

  @Test
  void endlessBody_isDrainedToACapAndNotSaidToBeWhole() throws IOException {
    try (FaultServer server = FaultServer.start(Fault.ENDLESS_BODY);
        TrafficMirror mirror = mirror(server.port(), false).build()) {
      Offers.offer(mirror, WireRequest.get("/"));
      Offers.settle(mirror);
      ObservedResponse response = Objects.requireNonNull(exchanges.remove().response());
      assertThat(response.bodyWhole()).isFalse();
      assertThat(response.bodyLength()).isBetween(1L << 20, 2L << 20);
    }
  }

  /** Where nothing is summed up, an answer has to end all the same. */
  @ParameterizedTest
  @EnumSource(names = {"ENDLESS_BODY", "ENDLESS_CHUNKS", "HUGE_LENGTH", "TRAILERS", "NO_CONTENT"})
  void answer_atWhichNobodyLooks_isDrainedToTheSameCap(Fault fault) throws IOException {
    try (FaultServer server = FaultServer.start(fault);
        TrafficMirror mirror =
            TrafficMirror.builder("faults")
                .to(MirrorConfig.of("127.0.0.1", server.port()).withLogResponses(false))
                .build()) {
      for (int i = 0; i < COPIES; i++) {
        Offers.offer(mirror, WireRequest.get("/" + i));
        Offers.settle(mirror);
      }
      assertThat(Offers.outcomes(mirror)).isEqualTo(Map.of(Outcome.RESPONDED, (long) COPIES));
      boolean endless = fault != Fault.TRAILERS && fault != Fault.NO_CONTENT;
      Await.until(
          () -> server.openConnections() == (endless ? 0 : 1),
          () -> server.openConnections() + " connections are open");
    }
  }

  @Test
  void refusedConnections_openTheCircuitUntilTheTargetIsBack() throws IOException {
    try (FaultServer server = FaultServer.start(Fault.HEALTHY);
        TrafficMirror mirror = mirror(server.port(), false).build()) {
      server.stop();
      for (int i = 0; i < COPIES; i++) {
        Offers.offer(mirror, WireRequest.get("/" + i));
        Offers.settle(mirror);
      }
      assertThat(Offers.outcomes(mirror)).isEqualTo(Map.of(Outcome.CONNECT_FAILED, (long) COPIES));
      assertThat(mirror.stats().circuitOpen()).isTrue();
      server.restart();
      assertRecovers(mirror);
    }
  }

  @Test
  void openCircuit_sendsNothingBeforeItsProbe() throws IOException {
    try (FaultServer server = FaultServer.start(Fault.CLOSES_BEFORE_ANSWER);
        TrafficMirror mirror =
            mirror(server.port(), false)
                .circuit(1, Duration.ofHours(1), Duration.ofHours(1))
                .build()) {
      Offers.offer(mirror, WireRequest.get("/first"));
      Offers.settle(mirror);
      for (int i = 0; i < 100; i++) {
        Offers.offer(mirror, WireRequest.get("/" + i));
      }
      Offers.settle(mirror);
      assertThat(Offers.outcomes(mirror))
          .isEqualTo(Map.of(Outcome.CONNECTION_LOST, 1L, Outcome.CIRCUIT_OPEN, 100L));
      assertThat(server.targets()).containsExactly("/first");
    }
  }

  @Test
  void unknownHost_isAFailedConnection() {
    try (TrafficMirror mirror =
        builder(MirrorConfig.of("no-such-host.invalid", 80), false).build()) {
      Offers.offer(mirror, WireRequest.get("/"));
      Offers.settle(mirror);
      assertThat(Offers.outcomes(mirror)).isEqualTo(Map.of(Outcome.CONNECT_FAILED, 1L));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost"})
  void addressThatIsNotAllowed_isAFailedConnection(String host) throws IOException {
    try (FaultServer server = FaultServer.start(Fault.HEALTHY);
        TrafficMirror mirror =
            builder(MirrorConfig.of(host, server.port()), false)
                .allowAddresses(address -> !address.isLoopbackAddress())
                .build()) {
      Offers.offer(mirror, WireRequest.get("/"));
      Offers.settle(mirror);
      assertThat(Offers.outcomes(mirror)).isEqualTo(Map.of(Outcome.CONNECT_FAILED, 1L));
      assertThat(exchanges.remove().cause()).hasMessageContaining("is allowed");
      assertThat(server.targets()).isEmpty();
    }
  }

  @Test
  void throwingAddressPredicate_isAFailedConnection() throws IOException {
    try (FaultServer server = FaultServer.start(Fault.HEALTHY);
        TrafficMirror mirror =
            mirror(server.port(), false)
                .connectTimeout(Duration.ofHours(1))
                .allowAddresses(
                    address -> {
                      throw new IllegalStateException("predicate");
                    })
                .build()) {
      Offers.offer(mirror, WireRequest.get("/"));
      Offers.settle(mirror);
      assertThat(Offers.outcomes(mirror)).isEqualTo(Map.of(Outcome.CONNECT_FAILED, 1L));
    }
  }

  @Test
  void fullBacklog_isAFailedConnection() throws IOException {
    List<Socket> filling = new ArrayList<>();
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        TrafficMirror mirror =
            mirror(server.getLocalPort(), false).connectTimeout(Duration.ofMillis(200)).build()) {
      // One more than its backlog is accepted.
      for (int i = 0; i < 2; i++) {
        filling.add(new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort()));
      }
      Offers.offer(mirror, WireRequest.get("/"));
      Offers.settle(mirror);
      assertThat(Offers.outcomes(mirror)).isEqualTo(Map.of(Outcome.CONNECT_FAILED, 1L));
    } finally {
      for (Socket socket : filling) {
        socket.close();
      }
    }
  }

  /** What comes unasked, a 408, is never taken for a copy's answer. */
  private void assertNoStrayAnswer() {
    for (Exchange exchange : exchanges) {
      ObservedResponse response = exchange.response();
      assertThat(response == null ? 200 : response.status()).isIn(200, 204, 304);
    }
  }

  private static void assertRecovers(TrafficMirror mirror) {
    long before = mirror.stats().count(Outcome.RESPONDED);
    int[] number = {1000};
    Await.until(
        () -> {
          Offers.offer(mirror, WireRequest.post("/" + number[0]++, "healthy"));
          return mirror.stats().count(Outcome.RESPONDED) > before + 10;
        },
        mirror::stats);
    Offers.settle(mirror);
    assertThat(mirror.stats().circuitOpen()).isFalse();
  }

  private TrafficMirrorBuilder mirror(int port, boolean stalls) {
    return builder(MirrorConfig.of("127.0.0.1", port), stalls);
  }

  /** Short times only where time is what is to pass. */
  private TrafficMirrorBuilder builder(MirrorConfig config, boolean stalls) {
    return TrafficMirror.builder("faults")
        .to(config.withLogResponses(false))
        .listener(exchanges::add)
        .timeout(stalls ? Duration.ofMillis(250) : Duration.ofSeconds(30))
        .connectTimeout(Duration.ofSeconds(10))
        .circuit(COPIES, Duration.ofMillis(50), Duration.ofMillis(100));
  }
}
