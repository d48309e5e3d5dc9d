package ai.matih.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A mirror with a scripted dispatcher and a listener that remembers what it was told. */
final class MirrorRig implements AutoCloseable {
  static final MirrorConfig CONFIG = MirrorConfig.of("127.0.0.1", 8000);

  /** What the listener was told, and where. */
  record Told(Exchange exchange, Thread thread) {}

  final ScriptedDispatcher dispatcher = new ScriptedDispatcher();
  final List<Told> told = new CopyOnWriteArrayList<>();
  final TrafficMirror mirror;

  MirrorRig() {
    this(UnaryOperator.identity());
  }

  MirrorRig(UnaryOperator<TrafficMirrorBuilder> settings) {
    TrafficMirrorBuilder defaults =
        TrafficMirror.builder("rig")
            .to(CONFIG)
            .dispatcher(dispatcher)
            .closeTimeout(Duration.ofMillis(1))
            .listener(exchange -> told.add(new Told(exchange, Thread.currentThread())));
    mirror = settings.apply(defaults).build();
  }

  Capture begin(RequestView request) {
    return mirror.begin(request);
  }

  /** A request with these bytes for its body, from its head to its end. */
  void exchange(TestRequest request, String body) {
    Capture capture = begin(request);
    capture.body(ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
    capture.bodyEnd();
    capture.response(200, Map.of("content-type", "text/plain")::get);
    capture.end();
  }

  static String body(MirrorRequest copy) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (ByteBuffer buffer : copy.body()) {
      byte[] part = new byte[buffer.remaining()];
      buffer.get(part);
      bytes.writeBytes(part);
    }
    assertThat(copy.bodyLength()).isEqualTo(bytes.size());
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** Waits for the end of all exchanges; then each request has one outcome, and nothing is held. */
  MirrorStats atRest() {
    Await.until(() -> mirror.stats().inFlight() == 0);
    MirrorStats stats = mirror.stats();
    assertThat(stats.heldBytes()).isZero();
    assertThat(stats.outcomes().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(stats.offered());
    return stats;
  }

  /** Waits for the end of all exchanges; then these are their outcomes. */
  void assertEnded(Outcome... outcomes) {
    MirrorStats stats = atRest();
    assertThat(stats.offered()).isEqualTo(outcomes.length);
    for (Outcome outcome : Outcome.values()) {
      assertThat(stats.count(outcome))
          .as(outcome.name())
          .isEqualTo(List.of(outcomes).stream().filter(outcome::equals).count());
    }
  }

  @Override
  public void close() {
    mirror.close();
  }
}
