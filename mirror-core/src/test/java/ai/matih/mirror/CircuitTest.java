package ai.matih.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class CircuitTest {
  private static final long SECOND = 1_000_000_000L;

  private final Circuit circuit = new Circuit(3, SECOND, 8 * SECOND);

  private static Circuit.Pass pass(Circuit circuit, long now) {
    Circuit.Pass pass = circuit.tryPass(now);
    if (pass == null) {
      throw new AssertionError("refused at " + now);
    }
    return pass;
  }

  private void fail(int times, long now) {
    for (int i = 0; i < times; i++) {
      circuit.failed(pass(circuit, now), now);
    }
  }

  private void assertRefuses(long now) {
    assertThat(circuit.refuses(now)).isTrue();
    assertThat(circuit.tryPass(now)).isNull();
  }

  @Test
  void failuresInARow_openIt() {
    fail(2, 0);
    assertThat(circuit.isOpen()).isFalse();
    assertThat(circuit.refuses(0)).isFalse();
    fail(1, 0);
    assertThat(circuit.isOpen()).isTrue();
    assertRefuses(0);
  }

  @Test
  void success_betweenFailures_keepsItClosed() {
    for (int i = 0; i < 10; i++) {
      fail(2, i);
      circuit.succeeded();
    }
    assertThat(circuit.isOpen()).isFalse();
  }

  @Test
  void copy_thatWasNotSent_saysNothing() {
    fail(2, 0);
    circuit.unused(pass(circuit, 0));
    assertThat(circuit.isOpen()).isFalse();
    fail(1, 0);
    assertThat(circuit.isOpen()).isTrue();
  }

  @Test
  void probes_goOneAtATime_afterPausesThatDoubleToTheLongest() {
    fail(3, 0);
    long now = 0;
    for (long pause : new long[] {1, 2, 4, 8, 8, 8}) {
      assertRefuses(now);
      assertRefuses(now + pause * SECOND - 1);
      now += pause * SECOND;
      assertThat(circuit.refuses(now)).isFalse();
      Circuit.Pass probe = pass(circuit, now);
      assertRefuses(now);
      assertRefuses(now + 100 * SECOND);
      circuit.failed(probe, now);
    }
  }

  @Test
  void probe_thatSucceeds_closesIt_andThePauseBeginsAnew() {
    fail(3, 0);
    circuit.failed(pass(circuit, SECOND), SECOND);
    pass(circuit, 3 * SECOND);
    circuit.succeeded();
    assertThat(circuit.isOpen()).isFalse();
    fail(2, 3 * SECOND);
    assertThat(circuit.isOpen()).isFalse();
    fail(1, 3 * SECOND);
    assertRefuses(4 * SECOND - 1);
    assertThat(circuit.refuses(4 * SECOND)).isFalse();
  }

  @Test
  void probe_thatWasNotSent_leavesTheNextOneItsTurnAtOnce() {
    fail(3, 0);
    circuit.unused(pass(circuit, SECOND));
    assertThat(circuit.isOpen()).isTrue();
    pass(circuit, SECOND);
    assertRefuses(SECOND);
  }

  @Test
  void probe_thatIsLate_doesNotSpeakForALaterOpening() {
    fail(3, 0);
    Circuit.Pass late = pass(circuit, SECOND);
    circuit.succeeded();
    fail(3, SECOND);
    circuit.failed(late, SECOND);
    circuit.unused(late);
    assertRefuses(2 * SECOND - 1);
    pass(circuit, 2 * SECOND);
    circuit.failed(late, 2 * SECOND);
    circuit.unused(late);
    assertRefuses(2 * SECOND);
  }

  @Test
  void clock_thatRollsOver_doesNotMatter() {
    long start = Long.MAX_VALUE - SECOND / 2;
    fail(3, start);
    assertRefuses(start + SECOND - 1);
    assertThat(circuit.refuses(start + SECOND)).isFalse();
  }

  /** The circuit with plain fields, one thread and no haste. */
  private static final class Model {
    int failures;
    long pause;
    long retryAt;
    boolean open;
    int probe;
    boolean probing;

    boolean refuses(long now) {
      return open && (probing || now < retryAt);
    }

    void succeeded() {
      failures = 0;
      open = false;
      probing = false;
    }

    void failed(int passedAsProbe, long now) {
      if (passedAsProbe != 0) {
        if (open && probing && passedAsProbe == probe) {
          pause = Math.min(2 * pause, 8 * SECOND);
          retryAt = now + pause;
          probing = false;
        }
      } else if (++failures >= 3 && !open) {
        failures = 0;
        open = true;
        pause = SECOND;
        retryAt = now + pause;
      }
    }

    void unused(int passedAsProbe) {
      if (open && probing && passedAsProbe == probe) {
        probing = false;
      }
    }
  }

  private record Held(Circuit.Pass pass, int asProbe) {}

  @Test
  void anySequenceOfSteps_goesAsInTheModel() {
    Random chance = new Random(1);
    int opened = 0;
    for (int run = 0; run < 5_000; run++) {
      Circuit tested = new Circuit(3, SECOND, 8 * SECOND);
      Model model = new Model();
      List<Held> held = new ArrayList<>();
      long now = 0;
      for (int step = 0; step < 80; step++) {
        now += chance.nextInt(4) == 0 ? chance.nextLong(3 * SECOND) : 0;
        if (held.isEmpty() || chance.nextInt(3) == 0) {
          Circuit.@Nullable Pass pass = tested.tryPass(now);
          assertThat(pass == null).isEqualTo(model.refuses(now));
          if (pass != null) {
            model.probing = model.open;
            held.add(new Held(pass, model.open ? ++model.probe : 0));
          }
        } else {
          Held one = held.remove(chance.nextInt(held.size()));
          switch (chance.nextInt(8)) {
            case 0 -> {
              tested.succeeded();
              model.succeeded();
            }
            case 1 -> {
              tested.unused(one.pass);
              model.unused(one.asProbe);
            }
            default -> {
              tested.failed(one.pass, now);
              model.failed(one.asProbe, now);
            }
          }
        }
        assertThat(tested.isOpen()).isEqualTo(model.open);
        assertThat(tested.refuses(now)).isEqualTo(model.refuses(now));
        opened += model.open ? 1 : 0;
      }
    }
    assertThat(opened).isGreaterThan(10_000);
  }

  @RepeatedTest(200)
  void threads_getOneProbeTogether() throws Exception {
    fail(3, 0);
    AtomicInteger probes = new AtomicInteger();
    Parallel.run(
        4,
        thread -> {
          for (int i = 0; i < 100; i++) {
            if (circuit.tryPass(SECOND) != null) {
              probes.incrementAndGet();
            }
          }
        });
    assertThat(probes).hasValue(1);
  }

  @RepeatedTest(200)
  void threads_thatFailTogether_openIt() throws Exception {
    Circuit shared = new Circuit(400, SECOND, SECOND);
    Parallel.run(
        4,
        thread -> {
          for (int i = 0; i < 100; i++) {
            Circuit.Pass pass = shared.tryPass(0);
            if (pass != null) {
              shared.failed(pass, 0);
            }
          }
        });
    assertThat(shared.isOpen()).isTrue();
  }
}
