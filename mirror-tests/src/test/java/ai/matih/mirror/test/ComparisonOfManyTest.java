package ai.matih.mirror.test;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.Capture;
import ai.matih.mirror.MirrorConfig;
import ai.matih.mirror.MirrorDispatcher;
import ai.matih.mirror.MirrorRequest;
import ai.matih.mirror.Outcome;
import ai.matih.mirror.ResponseObserver;
import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.compare.Comparison;
import ai.matih.mirror.compare.ComparisonReport;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** However many endpoints and paths there are, the account of them has its bounds. */
class ComparisonOfManyTest {
  private static final int EXCHANGES = 100_000;
  private static final long MAX_HELD = 1 << 20;
  private static final Map<String, String> FIELDS = Map.of("content-type", "application/json");

  @Test
  void hundredThousandEndpointsAndPaths_areABoundedReport_andNothingIsLeftUncounted() {
    try (TrafficMirror mirror =
            TrafficMirror.builder("many")
                .to(MirrorConfig.of("127.0.0.1", 9).withLogResponses(false))
                .dispatcher(new Answering())
                .compare(Comparison.defaults())
                .maxHeldBytes(MAX_HELD)
                .build();
        HeldBytes held = new HeldBytes(mirror)) {
      for (int i = 0; i < EXCHANGES; i++) {
        offer(mirror, "/" + word(i));
      }
      Offers.settle(mirror);
      assertThat(held.most()).isBetween(1L, MAX_HELD);
      assertThat(mirror.stats().offered()).isEqualTo(EXCHANGES);
      ComparisonReport report = mirror.report();
      assertThat(report.counts().exchanges()).isPositive();
      assertThat(report.counts().exchanges() + report.counts().skipped())
          .isEqualTo(mirror.stats().count(Outcome.RESPONDED));
      assertThat(report.endpoints()).hasSize(101);
      assertThat(report.endpoints()).extracting(ComparisonReport.Endpoint::name).contains("other");
      for (ComparisonReport.Endpoint endpoint : report.endpoints()) {
        assertThat(endpoint.paths()).hasSizeLessThanOrEqualTo(201);
      }
      assertThat(report.toJson().length()).isLessThan(1_000_000);
    }
  }

  /** A word that does not look like an id. */
  private static String word(int number) {
    StringBuilder word = new StringBuilder("w");
    Integer.toString(number, 8).chars().forEach(c -> word.append((char) (c - '0' + 'a')));
    return word.toString();
  }

  private static void offer(TrafficMirror mirror, String path) {
    Capture capture = mirror.begin(new SimpleRequest("GET", path, List.of(), 0));
    byte[] body = Latin1.bytes("{\"" + path + "\": 1}");
    capture.responseBody(body, 0, body.length);
    capture.response(200, FIELDS::get);
    capture.end();
  }

  /** A target in this process: another value at the same path. */
  private static final class Answering implements MirrorDispatcher {
    @Override
    public void dispatch(MirrorRequest copy, Completion completion) {
      ResponseObserver observer = completion.observer();
      observer.head(200, FIELDS::get);
      observer.body(ByteBuffer.wrap(Latin1.bytes("{\"" + copy.target() + "\": 2}")));
      completion.responded(observer.observed(copy.method(), Duration.ofMillis(1)));
    }

    @Override
    public void close() {}
  }
}
