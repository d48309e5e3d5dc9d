package ai.matih.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The statistics of keyed sampling, over a million keys of each shape that real keys have. */
class SampledShareTest {
  private static final int KEYS = 1_000_000;
  private static final double[] SHARES = {0.001, 0.01, 0.1, 0.5, 0.9};

  static Stream<Arguments> shapes() {
    return Stream.of(
        shape("UUID v4", chance -> i -> uuid(chance.nextLong(), 4, chance.nextLong())),
        shape(
            "UUID v7",
            chance -> i -> uuid((1_767_225_600_000L + i / 10) << 16, 7, chance.nextLong())),
        shape("user-0000001", chance -> i -> "user-" + digits(i, 7)),
        shape("trace id", chance -> i -> hex(chance.nextLong()) + hex(chance.nextLong())),
        shape(
            "e-mail",
            chance -> i -> "user" + i + (i % 3 == 0 ? "@example.com" : "@mail.example.org")),
        shape("number", chance -> Integer::toString),
        shape("IPv4", chance -> i -> "10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255)),
        shape("session", chance -> i -> "JSESSIONID=" + Long.toString(chance.nextLong() >>> 1, 36)),
        shape("path", chance -> i -> "/api/v1/customers/" + i / 10 + "/orders/" + i % 10),
        shape("non-ASCII", chance -> i -> "사용자-" + i));
  }

  private static Arguments shape(
      String name, java.util.function.Function<Random, IntFunction<String>> keys) {
    return Arguments.of(name, keys.apply(new Random(1)));
  }

  private static String hex(long value) {
    String digits = Long.toHexString(value);
    return "0".repeat(16 - digits.length()) + digits;
  }

  private static String digits(int value, int width) {
    String digits = Integer.toString(value);
    return "0".repeat(width - digits.length()) + digits;
  }

  private static String uuid(long high, int version, long low) {
    String a = hex((high & ~0xF000L) | ((long) version << 12));
    String b = hex((low & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L);
    return String.join(
        "-",
        a.substring(0, 8),
        a.substring(8, 12),
        a.substring(12),
        b.substring(0, 4),
        b.substring(4));
  }

  /** Four standard deviations of the number of successes in n independent trials. */
  private static double fourSigma(double n, double p) {
    return 4 * Math.sqrt(n * p * (1 - p));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("shapes")
  void share_ofAMillionKeys_isWithinFourSigmaAndOnlyGrows(String shape, IntFunction<String> keys) {
    PercentageSampler sampler = PercentageSampler.of("ai-service-route");
    int[] sampled = new int[SHARES.length];
    int left = 0;
    for (int i = 0; i < KEYS; i++) {
      String key = keys.apply(i);
      boolean before = false;
      for (int s = 0; s < SHARES.length; s++) {
        boolean now = sampler.sampled(key, SHARES[s]);
        sampled[s] += now ? 1 : 0;
        left += before && !now ? 1 : 0;
        before = now;
      }
    }
    assertThat(left).as("keys that left when the share rose").isZero();
    for (int s = 0; s < SHARES.length; s++) {
      assertThat((double) sampled[s])
          .as("%s at %s", shape, SHARES[s])
          .isCloseTo(KEYS * SHARES[s], within(fourSigma(KEYS, SHARES[s])));
    }
  }

  @Test
  void key_onceSampled_staysAtEveryHigherPercentage() {
    PercentageSampler sampler = PercentageSampler.of("ai-service-route");
    for (int i = 0; i < 10_000; i++) {
      boolean before = false;
      for (int percentage = 0; percentage <= 100; percentage++) {
        boolean now = sampler.sampled("user-" + i, percentage / 100.0);
        assertThat(now || !before).as("user-%s at %s %%", i, percentage).isTrue();
        before = now;
      }
      assertThat(sampler.sampled("user-" + i, 0)).isFalse();
      assertThat(before).as("at 100 %").isTrue();
    }
  }

  @Test
  void twoRoutes_chooseIndependently() {
    PercentageSampler one = PercentageSampler.of("route-1");
    PercentageSampler other = PercentageSampler.of("route-2");
    for (double p : SHARES) {
      for (double q : SHARES) {
        int both = 0;
        for (int i = 0; i < KEYS; i++) {
          String key = Integer.toString(i);
          both += one.sampled(key, p) && other.sampled(key, q) ? 1 : 0;
        }
        assertThat((double) both)
            .as("%s and %s", p, q)
            .isCloseTo(KEYS * p * q, within(fourSigma(KEYS, p * q)));
      }
    }
  }

  @Test
  void oneSalt_makesTheSmallerShareASubset() {
    PercentageSampler one = PercentageSampler.of("shared");
    PercentageSampler other = PercentageSampler.of("shared");
    for (int i = 0; i < 100_000; i++) {
      String key = Integer.toString(i);
      assertThat(!one.sampled(key, 0.1) || other.sampled(key, 0.3)).as(key).isTrue();
    }
  }

  @Test
  void shares_thatDifferByABillionth_areTold() {
    // The lowest hash of a million keys is told from a share just above and just below it.
    PercentageSampler sampler = PercentageSampler.of("fine");
    String lowest = "";
    double share = 1;
    for (int i = 0; i < KEYS; i++) {
      String key = Integer.toString(i);
      if (sampler.sampled(key, share)) {
        double least = 0;
        double most = share;
        while (most - least > 1e-12) {
          double middle = (least + most) / 2;
          if (sampler.sampled(key, middle)) {
            most = middle;
          } else {
            least = middle;
          }
        }
        lowest = key;
        share = most - 1e-9;
      }
    }
    assertThat(sampler.sampled(lowest, share + 2e-9)).isTrue();
    assertThat(sampler.sampled(lowest, share)).isFalse();
  }
}
