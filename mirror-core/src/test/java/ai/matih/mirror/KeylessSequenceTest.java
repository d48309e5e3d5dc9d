package ai.matih.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests without a key take their turn: exact over any stretch, and without a period. */
class KeylessSequenceTest {
  private static final int REQUESTS = 1_000_000;
  private static final int WINDOW = 10_000;
  private static final TestRequest KEYLESS = TestRequest.get("/");

  private static boolean[] decisions(double share) {
    PercentageSampler sampler = PercentageSampler.of("route");
    boolean[] decisions = new boolean[REQUESTS];
    for (int i = 0; i < REQUESTS; i++) {
      decisions[i] = sampler.sample(KEYLESS, share);
    }
    return decisions;
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.001, 0.01, 0.1, 0.29, 0.5, 0.9, 0.99, 1})
  void anyTenThousandInARow_areWithinTenOfExact(double share) {
    boolean[] decisions = decisions(share);
    int inWindow = 0;
    int least = WINDOW;
    int most = 0;
    for (int i = 0; i < REQUESTS; i++) {
      inWindow += decisions[i] ? 1 : 0;
      if (i >= WINDOW) {
        inWindow -= decisions[i - WINDOW] ? 1 : 0;
      }
      if (i >= WINDOW - 1) {
        least = Math.min(least, inWindow);
        most = Math.max(most, inWindow);
      }
    }
    assertThat((double) least).isCloseTo(WINDOW * share, within(10.0));
    assertThat((double) most).isCloseTo(WINDOW * share, within(10.0));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10, 100})
  void periodicTraffic_isSampledAlikeAtEveryPlaceOfThePeriod(int period) {
    for (double share : List.of(0.01, 0.1, 0.5, 0.9)) {
      boolean[] decisions = decisions(share);
      for (int place = 0; place < period; place++) {
        int first = place;
        long sampled =
            IntStream.range(0, REQUESTS / period)
                .filter(i -> decisions[first + i * period])
                .count();
        assertThat((double) sampled)
            .as("place %s of %s at %s", place, period, share)
            .isCloseTo((double) REQUESTS / period * share, within(10.0));
      }
    }
  }

  @Test
  void threads_shareOneSequence() throws Exception {
    for (double share : List.of(0.001, 0.1, 0.5)) {
      PercentageSampler sampler = PercentageSampler.of("route");
      long[] sampled = new long[4];
      Parallel.run(
          sampled.length,
          thread -> {
            for (int i = 0; i < REQUESTS / sampled.length; i++) {
              sampled[thread] += sampler.sample(KEYLESS, share) ? 1 : 0;
            }
          });
      boolean[] alone = decisions(share);
      assertThat(IntStream.of(0, 1, 2, 3).mapToLong(thread -> sampled[thread]).sum())
          .isEqualTo(IntStream.range(0, REQUESTS).filter(i -> alone[i]).count());
    }
  }

  @Test
  void requestsWithAKey_takeNoTurn() {
    PercentageSampler mixed = PercentageSampler.of("route");
    PercentageSampler alone = PercentageSampler.of("route");
    for (int i = 0; i < 1000; i++) {
      TestRequest keyed = TestRequest.get("/", "X-Request-ID", "r" + i);
      assertThat(mixed.sample(keyed, 0.5)).isEqualTo(mixed.sampled("r" + i, 0.5));
      assertThat(mixed.sample(KEYLESS, 0.5)).isEqualTo(alone.sample(KEYLESS, 0.5));
    }
  }
}
