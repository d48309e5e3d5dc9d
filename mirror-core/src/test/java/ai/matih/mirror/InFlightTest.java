package ai.matih.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InFlightTest {
  private final TrafficMirrorBuilder settings = TrafficMirror.builder("in-flight");
  private final Engine engine = new Engine(settings, new Tally(), new ScriptedDispatcher());
  private final Plan plan = new Plans(settings, new Tally()).plan(MirrorRig.CONFIG, null);

  private OpenExchange exchange() {
    Circuit.Pass pass = plan.mirror().circuit().tryPass();
    if (pass == null) {
      throw new AssertionError("refused");
    }
    return new OpenExchange(engine, plan, pass);
  }

  private static List<OpenExchange> found(InFlight inFlight) {
    List<OpenExchange> found = new ArrayList<>();
    inFlight.forEach(found::add);
    return found;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 9, 1023, 1024, 1025})
  void asManyAsTheLimit_enter_andAreFound(int limit) {
    InFlight inFlight = new InFlight(limit);
    List<OpenExchange> entered = new ArrayList<>();
    for (int i = 0; i < limit; i++) {
      assertThat(inFlight.isFull()).isFalse();
      OpenExchange exchange = exchange();
      assertThat(inFlight.tryEnter(exchange)).isTrue();
      entered.add(exchange);
    }
    assertThat(inFlight.isFull()).isTrue();
    assertThat(inFlight.tryEnter(exchange())).isFalse();
    assertThat(inFlight.count()).isEqualTo(limit);
    assertThat(found(inFlight)).containsExactlyInAnyOrderElementsOf(entered);
    inFlight.leave(entered.get(0));
    assertThat(inFlight.isFull()).isFalse();
    assertThat(found(inFlight)).hasSize(limit - 1).doesNotContain(entered.get(0));
    OpenExchange next = exchange();
    assertThat(inFlight.tryEnter(next)).isTrue();
    assertThat(found(inFlight)).contains(next);
    entered.set(0, next);
    entered.forEach(inFlight::leave);
    assertThat(inFlight.count()).isZero();
    assertThat(found(inFlight)).isEmpty();
  }

  @Test
  void leavingTwice_givesOnePermitBack() {
    InFlight inFlight = new InFlight(2);
    OpenExchange first = exchange();
    assertThat(inFlight.tryEnter(first)).isTrue();
    assertThat(inFlight.tryEnter(exchange())).isTrue();
    inFlight.leave(first);
    inFlight.leave(first);
    assertThat(inFlight.count()).isEqualTo(1);
  }

  @RepeatedTest(200)
  void threads_neverEnterBeyondTheLimit_andLeaveNothingBehind() throws Exception {
    InFlight inFlight = new InFlight(3);
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger beyond = new AtomicInteger();
    AtomicInteger entries = new AtomicInteger();
    Parallel.run(
        4,
        thread -> {
          for (int i = 0; i < 200; i++) {
            OpenExchange exchange = exchange();
            if (inFlight.tryEnter(exchange)) {
              entries.incrementAndGet();
              if (inside.incrementAndGet() > 3) {
                beyond.incrementAndGet();
              }
              Thread.onSpinWait();
              inside.decrementAndGet();
              inFlight.leave(exchange);
            }
          }
        });
    assertThat(beyond).hasValue(0);
    assertThat(entries.get()).isPositive();
    assertThat(inFlight.count()).isZero();
    assertThat(found(inFlight)).isEmpty();
  }
}
