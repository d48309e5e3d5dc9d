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

  private long now;
  private final Circuit circuit = circuit(3);

  private Circuit circuit(int threshold) {
    return new Circuit(threshold, SECOND, 8 * SECOND, () -> now);
  }

  private Circuit.Pass pass(long at) {
    now = at;
    Circuit.Pass pass = circuit.tryPass();
    if (pass == null) {
      throw new AssertionError("refused at " + now);
    }
    return pass;
  }

  private void fail(int times, long at) {
    for (int i = 0; i < times; i++) {
      circuit.failed(pass(at));
    }
  }

  private boolean refuses(long at) {
    now = at;
    return circuit.refuses();
  }

  private void assertRefuses(long at) {
    assertThat(refuses(at)).isTrue();
    assertThat(circuit.tryPass()).isNull();
  }

  @Test
  void failuresInARow_openIt() {
    fail(2, 0);
    assertThat(circuit.isOpen()).isFalse();
    assertThat(refuses(0)).isFalse();
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
    circuit.unused(pass(0));
    assertThat(circuit.isOpen()).isFalse();
    fail(1, 0);
    assertThat(circuit.isOpen()).isTrue();
  }

  @Test
  void probes_goOneAtATime_afterPausesThatDoubleToTheLongest() {
    fail(3, 0);
    long at = 0;
    for (long pause : new long[] {1, 2, 4, 8, 8, 8}) {
      assertRefuses(at);
      assertRefuses(at + pause * SECOND - 1);
      at += pause * SECOND;
      assertThat(refuses(at)).isFalse();
      Circuit.Pass probe = pass(at);
      assertRefuses(at);
      assertRefuses(at + 100 * SECOND);
      now = at;
      circuit.failed(probe);
    }
  }

  @Test
  void probe_thatSucceeds_closesIt_andThePauseBeginsAnew() {
    fail(3, 0);
    circuit.failed(pass(SECOND));
    pass(3 * SECOND);
    circuit.succeeded();
    assertThat(circuit.isOpen()).isFalse();
    fail(2, 3 * SECOND);
    assertThat(circuit.isOpen()).isFalse();
    fail(1, 3 * SECOND);
    assertRefuses(4 * SECOND - 1);
    assertThat(refuses(4 * SECOND)).isFalse();
  }

  @Test
  void probe_thatWasNotSent_leavesTheNextOneItsTurnAtOnce() {
    fail(3, 0);
    circuit.unused(pass(SECOND));
    assertThat(circuit.isOpen()).isTrue();
    pass(SECOND);
    assertRefuses(SECOND);
  }

  @Test
  void probe_thatIsLate_doesNotSpeakForALaterOpening() {
    fail(3, 0);
    Circuit.Pass late = pass(SECOND);
    circuit.succeeded();
    fail(3, SECOND);
    circuit.failed(late);
    circuit.unused(late);
    assertRefuses(2 * SECOND - 1);
    pass(2 * SECOND);
    circuit.failed(late);
    circuit.unused(late);
    assertRefuses(2 * SECOND);
  }

  @Test
  void clock_thatRollsOver_doesNotMatter() {
    long start = Long.MAX_VALUE - SECOND / 2;
    fail(3, start);
    assertRefuses(start + SECOND - 1);
    assertThat(refuses(start + SECOND)).isFalse();
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
      Circuit tested = circuit(3);
      Model model = new Model();
      List<Held> held = new ArrayList<>();
      now = 0;
      for (int step = 0; step < 80; step++) {
        now += chance.nextInt(4) == 0 ? chance.nextLong(3 * SECOND) : 0;
        if (held.isEmpty() || chance.nextInt(3) == 0) {
          Circuit.@Nullable Pass pass = tested.tryPass();
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
              tested.failed(one.pass);
              model.failed(one.asProbe, now);
            }
          }
        }
        assertThat(tested.isOpen()).isEqualTo(model.open);
        assertThat(tested.refuses()).isEqualTo(model.refuses(now));
        opened += model.open ? 1 : 0;
      }
    }
    assertThat(opened).isGreaterThan(10_000);
  }

  @RepeatedTest(200)
  void threads_getOneProbeTogether() throws Exception {
    fail(3, 0);
    now = SECOND;
    AtomicInteger probes = new AtomicInteger();
    Parallel.run(
        4,
        thread -> {
          for (int i = 0; i < 100; i++) {
            if (circuit.tryPass() != null) {
              probes.incrementAndGet();
            }
          }
        });
    assertThat(probes).hasValue(1);
  }

  @RepeatedTest(200)
  void threads_thatFailTogether_openIt() throws Exception {
    Circuit shared = circuit(400);
    Parallel.run(
        4,
        thread -> {
          for (int i = 0; i < 100; i++) {
            Circuit.Pass pass = shared.tryPass();
            if (pass != null) {
              shared.failed(pass);
            }
          }
        });
    assertThat(shared.isOpen()).isTrue();
  }
}
