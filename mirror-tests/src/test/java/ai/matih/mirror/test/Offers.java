package ai.matih.mirror.test;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.Capture;
import ai.matih.mirror.MirrorStats;
import ai.matih.mirror.Outcome;
import ai.matih.mirror.TrafficMirror;
import java.util.EnumMap;
import java.util.Map;

/** Offers requests to a mirror as an adapter does, without a server. */
final class Offers {

  private Offers() {}

  /** Offers the request and all of its primary's response. */
  static void offer(TrafficMirror mirror, WireRequest request) {
    Capture capture =
        mirror.begin(
            new SimpleRequest(
                request.method(), request.target(), request.fields(), request.body().length()));
    byte[] body = Latin1.bytes(request.body());
    capture.body(body, 0, body.length);
    capture.response(200, Map.of("content-type", "text/plain")::get);
    capture.end();
  }

  /** Waits until nothing is in flight, and checks that nothing is held and all was counted. */
  static void settle(TrafficMirror mirror) {
    Await.until(
        () -> mirror.stats().inFlight() == 0 && mirror.stats().heldBytes() == 0, mirror::stats);
    MirrorStats stats = mirror.stats();
    assertThat(stats.outcomes().values().stream().mapToLong(Long::longValue).sum())
        .as("sum of %s", stats)
        .isEqualTo(stats.offered());
  }

  /** The outcomes that have occurred. */
  static Map<Outcome, Long> outcomes(TrafficMirror mirror) {
    Map<Outcome, Long> occurred = new EnumMap<>(Outcome.class);
    mirror
        .stats()
        .outcomes()
        .forEach(
            (outcome, count) -> {
              if (count > 0) {
                occurred.put(outcome, count);
              }
            });
    return occurred;
  }
}
