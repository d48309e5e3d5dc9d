package ai.matih.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class ByteBudgetTest {

  /** What the budget ought to do, said with plain numbers. */
  private static final class Model {
    final long limit;
    long held;

    Model(long limit) {
      this.limit = limit;
    }
  }

  private static final class ModelReservation {
    long mine;
    boolean closed;
  }

  @Test
  void anySequenceOfSteps_endsAsInTheModel() {
    Random chance = new Random(1);
    for (int run = 0; run < 2_000; run++) {
      Model model = new Model(1 + chance.nextInt(1000));
      ByteBudget budget = new ByteBudget(model.limit);
      List<ByteBudget.Reservation> reservations = new ArrayList<>();
      List<ModelReservation> models = new ArrayList<>();
      for (int step = 0; step < 60; step++) {
        if (reservations.isEmpty() || chance.nextInt(4) == 0) {
          reservations.add(budget.open());
          models.add(new ModelReservation());
          continue;
        }
        int i = chance.nextInt(reservations.size());
        ModelReservation mine = models.get(i);
        if (chance.nextInt(4) == 0) {
          reservations.get(i).close();
          model.held -= mine.mine;
          mine.mine = 0;
          mine.closed = true;
        } else {
          long bytes = chance.nextInt(400);
          boolean fits = !mine.closed && bytes <= model.limit - model.held;
          assertThat(reservations.get(i).tryTake(bytes)).isEqualTo(fits);
          mine.mine += fits ? bytes : 0;
          model.held += fits ? bytes : 0;
        }
        assertThat(budget.held()).isEqualTo(model.held).isBetween(0L, model.limit);
      }
      reservations.forEach(ByteBudget.Reservation::close);
      assertThat(budget.held()).isZero();
    }
  }

  @Test
  void largestLimit_doesNotOverflow() {
    ByteBudget budget = new ByteBudget(Long.MAX_VALUE);
    ByteBudget.Reservation reservation = budget.open();
    assertThat(reservation.tryTake(Long.MAX_VALUE)).isTrue();
    assertThat(reservation.tryTake(1)).isFalse();
    assertThat(budget.open().tryTake(Long.MAX_VALUE)).isFalse();
    reservation.close();
    assertThat(budget.held()).isZero();
  }

  @RepeatedTest(20)
  void threads_neverHoldMoreThanTheLimit_andGiveAllBack() throws Exception {
    ByteBudget budget = new ByteBudget(1000);
    AtomicInteger taken = new AtomicInteger();
    AtomicInteger beyond = new AtomicInteger();
    Parallel.run(
        4,
        thread -> {
          ThreadLocalRandom chance = ThreadLocalRandom.current();
          for (int i = 0; i < 5_000; i++) {
            ByteBudget.Reservation reservation = budget.open();
            for (int k = 0; k < 3; k++) {
              if (reservation.tryTake(chance.nextInt(1, 300))) {
                taken.incrementAndGet();
              }
              long held = budget.held();
              if (held < 0 || held > 1000) {
                beyond.incrementAndGet();
              }
            }
            reservation.close();
            reservation.close();
          }
        });
    assertThat(beyond).hasValue(0);
    assertThat(taken.get()).isPositive();
    assertThat(budget.held()).isZero();
  }

  @RepeatedTest(20)
  void closing_whileAnotherThreadTakes_givesAllBack() throws Exception {
    ByteBudget budget = new ByteBudget(1_000_000);
    ByteBudget.Reservation[] reservations = new ByteBudget.Reservation[5_000];
    for (int i = 0; i < reservations.length; i++) {
      reservations[i] = budget.open();
    }
    Parallel.run(
        2,
        thread -> {
          for (ByteBudget.Reservation reservation : reservations) {
            if (thread == 0) {
              reservation.tryTake(7);
              reservation.tryTake(9);
            } else {
              reservation.close();
            }
          }
        });
    assertThat(budget.held()).isZero();
    for (ByteBudget.Reservation reservation : reservations) {
      assertThat(reservation.tryTake(1)).isFalse();
    }
  }
}
