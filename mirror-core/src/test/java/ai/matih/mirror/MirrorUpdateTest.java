package ai.matih.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class MirrorUpdateTest {

  private static MirrorTarget target(MirrorRig rig) {
    rig.begin(TestRequest.get("/")).end();
    ScriptedDispatcher.Sent sent = rig.dispatcher.take();
    sent.responds();
    return sent.copy().mirror();
  }

  @Test
  void update_governsTheNextRequest() {
    try (MirrorRig rig = new MirrorRig()) {
      MirrorConfig next = MirrorConfig.of("localhost", 9000);
      rig.mirror.update(next);
      assertThat(rig.mirror.config()).isEqualTo(next);
      assertThat(target(rig).authority()).isEqualTo("localhost:9000");
      rig.mirror.update(next.withPercentage(0));
      assertThat(rig.begin(TestRequest.get("/"))).isSameAs(Capture.NONE);
      rig.assertEnded(Outcome.RESPONDED, Outcome.NOT_SAMPLED);
    }
  }

  @Test
  void copyUnderWay_endsAsItBegan() {
    try (MirrorRig rig = new MirrorRig()) {
      Capture capture = rig.begin(TestRequest.post(1));
      rig.mirror.update(MirrorConfig.of("localhost", 9000));
      capture.body(new byte[1], 0, 1);
      capture.end();
      ScriptedDispatcher.Sent sent = rig.dispatcher.take();
      assertThat(sent.copy().mirror().port()).isEqualTo(8000);
      sent.copy()
          .forEachHeader((name, value) -> assertThat(name + value).doesNotContain("localhost"));
      rig.mirror.disable();
      sent.responds();
      rig.assertEnded(Outcome.RESPONDED);
    }
  }

  @Test
  void sameTarget_keepsItsConnectionsAndItsCircuit() {
    Duration day = Duration.ofDays(1);
    try (MirrorRig rig = new MirrorRig(builder -> builder.circuit(1, day, day))) {
      MirrorTarget before = target(rig);
      rig.mirror.update(MirrorRig.CONFIG.withLogResponses(false));
      assertThat(target(rig)).isSameAs(before);
      rig.begin(TestRequest.get("/")).end();
      rig.dispatcher.take().fails(Outcome.CONNECT_FAILED);
      assertThat(rig.mirror.stats().circuitOpen()).isTrue();
      rig.mirror.update(MirrorRig.CONFIG);
      assertThat(rig.mirror.stats().circuitOpen()).isTrue();
      rig.mirror.update(MirrorConfig.of("localhost", 8000));
      assertThat(rig.mirror.stats().circuitOpen()).isFalse();
      assertThat(target(rig)).isNotSameAs(before);
    }
  }

  @Test
  void disabled_refusesUntilTheNextUpdate() {
    try (MirrorRig rig = new MirrorRig()) {
      rig.mirror.disable();
      rig.mirror.disable();
      assertThat(rig.begin(TestRequest.get("/"))).isSameAs(Capture.NONE);
      assertThat(rig.begin(TestRequest.of("CONNECT", "a:1"))).isSameAs(Capture.NONE);
      assertThat(rig.mirror.config()).isEqualTo(MirrorRig.CONFIG);
      rig.mirror.update(MirrorRig.CONFIG);
      target(rig);
      rig.assertEnded(Outcome.DISABLED, Outcome.DISABLED, Outcome.RESPONDED);
    }
  }

  @Test
  void configuration_thatCannotBeUsed_changesNothing() {
    try (MirrorRig rig = new MirrorRig(builder -> builder.afterPrimary(status -> true))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> rig.mirror.update(MirrorRig.CONFIG.withSynchronous(true)))
          .withMessage(
              "synchronous: true (expected: false, because copies leave after the primary)");
      assertThat(rig.mirror.config()).isEqualTo(MirrorRig.CONFIG);
      target(rig);
      rig.assertEnded(Outcome.RESPONDED);
    }
  }

  /** A request that the sampler marks with the share it was told. */
  private static final class Marked implements RequestView {
    double share;

    @Override
    public String method() {
      return "GET";
    }

    @Override
    public String target() {
      return "/";
    }

    @Override
    public @Nullable String header(String name) {
      return null;
    }

    @Override
    public void forEachHeader(BiConsumer<String, String> fields) {
      fields.accept("X-Share", Long.toString(Math.round(share * 100)));
    }

    @Override
    public long bodyLength() {
      return 0;
    }
  }

  private static MirrorConfig numbered(int number) {
    return new MirrorConfig("127.0.0." + number, 8000 + number, number, false, number % 2 == 0);
  }

  private static @Nullable String torn(MirrorRequest copy) {
    int number = copy.mirror().port() - 8000;
    MirrorConfig config = numbered(number);
    AtomicReference<@Nullable String> wrong = new AtomicReference<>();
    if (!copy.mirror().host().equals(config.mirrorHost())) {
      wrong.set(copy.toString());
    }
    copy.forEachHeader(
        (name, value) -> {
          if ((name.equals("X-Share") && !value.equals(Integer.toString(number)))
              || (name.equals("Host") && !value.equals(copy.mirror().authority()))) {
            wrong.set(copy + " with " + name + ": " + value);
          }
        });
    return wrong.get();
  }

  @RepeatedTest(3)
  void requests_areEachGovernedByOneConfiguration_howeverOftenItChanges() throws Exception {
    AtomicInteger offered = new AtomicInteger();
    AtomicInteger copies = new AtomicInteger();
    AtomicReference<@Nullable String> torn = new AtomicReference<>();
    AtomicBoolean done = new AtomicBoolean();
    try (MirrorRig rig =
        new MirrorRig(
            builder ->
                builder
                    .to(numbered(1))
                    .sampler(
                        (request, share) -> {
                          ((Marked) request).share = share;
                          return true;
                        }))) {
      AtomicInteger offering = new AtomicInteger(4);
      Parallel.run(
          6,
          thread -> {
            if (thread < 4) {
              for (int i = 0; i < 10_000; i++) {
                Capture capture = rig.begin(new Marked());
                offered.incrementAndGet();
                capture.response(200, name -> null);
                capture.end();
              }
              done.set(offering.decrementAndGet() == 0);
            } else if (thread == 4) {
              for (int i = 0; !done.get(); i++) {
                if (i % 50 == 0) {
                  rig.mirror.disable();
                }
                rig.mirror.update(numbered(1 + i % 100));
              }
            } else {
              while (!done.get() || rig.dispatcher.waiting() > 0) {
                if (rig.dispatcher.waiting() > 0) {
                  ScriptedDispatcher.Sent sent = rig.dispatcher.take();
                  copies.incrementAndGet();
                  String wrong = torn(sent.copy());
                  if (wrong != null) {
                    torn.set(wrong);
                  }
                  sent.responds();
                }
              }
            }
          });
      MirrorStats stats = rig.atRest();
      assertThat(torn).hasValue(null);
      assertThat(stats.offered()).isEqualTo(offered.get()).isEqualTo(40_000);
      assertThat(stats.count(Outcome.RESPONDED)).isEqualTo(copies.get()).isPositive();
      assertThat(stats.count(Outcome.Kind.FAILED)).isZero();
      assertThat(rig.told).hasSize(copies.get());
    }
  }
}
