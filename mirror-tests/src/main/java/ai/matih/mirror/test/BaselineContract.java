package ai.matih.mirror.test;

import static ai.matih.mirror.test.WireRequest.get;
import static ai.matih.mirror.test.WireRequest.post;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.MirrorStats;
import ai.matih.mirror.Outcome;
import ai.matih.mirror.compare.Comparison;
import ai.matih.mirror.compare.ComparisonReport;
import ai.matih.mirror.compare.Verdict;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A baseline gets the same copies, tells noise from what the mirror does, and whatever becomes of
 * it is no concern of the primary, nor of the mirror's counters.
 */
interface BaselineContract extends ContractPart {

  /** A rig whose mirror has a baseline on this port. */
  private ComparedRig rig(int port) throws Exception {
    return ComparedRig.of(
        this, Comparison.defaults(), settings -> settings.baseline("127.0.0.1", port));
  }

  @Test
  default void plantedDifference_isTold_andNoiseIsNot() throws Exception {
    int exchanges = 30;
    AtomicInteger clock = new AtomicInteger();
    try (Recorder baseline = Recorder.start()) {
      Rig rig = rig(baseline.port()).rig();
      rig.telling(call -> TestApp.Answer.json(version(clock, 1)));
      rig.recorder().answer(copy -> reply(version(clock, 2)));
      baseline.answer(copy -> reply(version(clock, 1)));
      try (RawClient client = rig.connect()) {
        for (int i = 0; i < exchanges; i++) {
          WireRequest request = post("/told", "body " + i);
          assertThat(client.exchange(request).status()).isEqualTo(200);
          assertSameButForHost(baseline.take(), rig.copied(request), baseline.port());
        }
      }
      rig.settle();
      assertOutcomes(rig.mirror().baselineStats(), Map.of(Outcome.RESPONDED, (long) exchanges));
      ComparisonReport report = rig.mirror().report();
      assertThat(report.withBaseline()).isTrue();
      assertThat(report.counts().different()).isEqualTo(exchanges);
      assertThat(report.verdict()).as(report.toText()).isEqualTo(Verdict.FAIL);
      assertThat(failed(report)).containsExactly("$.price");
      baseline.assertQuiet();
    }
  }

  /** What an instance of this version answers, at a time that never comes again. */
  private static String version(AtomicInteger clock, int version) {
    return "{\"at\": " + clock.incrementAndGet() + ", \"price\": " + version + "}";
  }

  private static String reply(String json) {
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
        + json.length()
        + "\r\n\r\n"
        + json;
  }

  private static List<String> failed(ComparisonReport report) {
    return report.endpoints().stream()
        .flatMap(endpoint -> endpoint.paths().stream())
        .filter(path -> path.verdict() == Verdict.FAIL)
        .map(ComparisonReport.Path::path)
        .toList();
  }

  private static void assertSameButForHost(
      RecordedRequest baseline, RecordedRequest mirror, int port) {
    assertThat(baseline.raw())
        .isEqualTo(
            mirror
                .raw()
                .replace("Host: " + mirror.values("Host").get(0), "Host: 127.0.0.1:" + port)
                .replace("host: " + mirror.values("Host").get(0), "host: 127.0.0.1:" + port));
  }

  private static void assertOutcomes(MirrorStats stats, Map<Outcome, Long> expected) {
    assertThat(
            stats.outcomes().entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
        .isEqualTo(expected);
    assertThat(stats.offered())
        .isEqualTo(expected.values().stream().mapToLong(Long::longValue).sum());
  }

  @Test
  default void baselineThatIsDown_hasOutcomesOfItsOwn() throws Exception {
    Rig rig = rig(closedPort()).rig();
    for (int i = 0; i < 25; i++) {
      rig.mirrored(get("/echo"));
      rig.settle();
    }
    assertOutcomes(
        rig.mirror().baselineStats(),
        Map.of(Outcome.CONNECT_FAILED, 20L, Outcome.CIRCUIT_OPEN, 5L));
    assertThat(rig.mirror().stats().circuitOpen()).isFalse();
    ComparisonReport.Counts counts = rig.mirror().report().counts();
    assertThat(counts.exchanges() + counts.skipped()).isEqualTo(25);
  }

  private static int closedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  default void baselineThatHangs_holdsUpNobody() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    try (Recorder baseline = Recorder.start()) {
      Rig rig = rig(baseline.port()).rig();
      baseline.answer(
          copy -> {
            Await.open(release);
            return "";
          });
      for (int i = 0; i < 3; i++) {
        rig.mirrored(post("/echo", "body"));
        assertThat(baseline.take().body()).isEqualTo("body");
      }
      assertThat(rig.mirror().baselineStats().offered()).isEqualTo(3);
      assertThat(rig.mirror().baselineStats().outcomes().values()).containsOnly(0L);
      assertThat(rig.mirror().stats().inFlight()).isEqualTo(3);
      release.countDown();
      rig.settle();
      assertOutcomes(rig.mirror().baselineStats(), Map.of(Outcome.CONNECTION_LOST, 3L));
    }
  }
}
