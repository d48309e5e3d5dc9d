package ai.matih.mirror.compare;

import static ai.matih.mirror.compare.ComparisonRig.response;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.ObservedResponse;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever two bodies are, a comparison ends with a result that can be logged. */
class JsonFuzzTest {
  private static final int ROUNDS = 10_000;
  private static final String DOCUMENT =
      "{\"id\":17,\"n\":-1.5e+3,\"t\":\"a\\u00e9\\ud83d\",\"l\":[1,[2,{\"x\":null}],true,\"z\"],"
          + "\"m\":{\"1\":{\"v\":1},\"2\":{\"v\":2}},\"at\":\"2026-01-31T12:00:00Z\",\"id\":18}";
  private static final Comparison RULED =
      Comparison.defaults()
          .ignore("$..v")
          .tolerate("$.n", 1)
          .tolerateRelative("$.id", 0.1)
          .tolerateTime("$..at", java.time.Duration.ofSeconds(1))
          .canonicalise("$..t", "(a+)+", "$1")
          .unordered("$.l")
          .matchBy("$.l[*]", "x");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void changedDocuments(long seed) {
    Random random = new Random(seed);
    byte[] document = DOCUMENT.getBytes(StandardCharsets.UTF_8);
    int structural = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] one = changed(document, random);
      byte[] other = changed(document, random);
      Comparison comparison = round % 2 == 0 ? RULED : Comparison.defaults();
      ComparisonResult result = checked(comparison, one, other, null);
      structural += result.differences().stream().anyMatch(d -> d.path().startsWith("$")) ? 1 : 0;
    }
    assertThat(structural).as("documents that stayed JSON").isGreaterThan(ROUNDS / 20);
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5})
  void anyBytes_inAnyEncoding(long seed) {
    Random random = new Random(seed);
    String[] codings = {"gzip", "deflate", "br", "", "identity"};
    for (int round = 0; round < ROUNDS; round++) {
      byte[] one = new byte[random.nextInt(40)];
      byte[] other = new byte[random.nextInt(40)];
      random.nextBytes(one);
      random.nextBytes(other);
      checked(Comparison.defaults(), one, other, codings[random.nextInt(codings.length)]);
    }
  }

  private static byte[] changed(byte[] document, Random random) {
    byte[] changed = document.clone();
    String likely = "0123456789\"\\{}[]:,.eE+-truefalsnu \u0000";
    for (int i = random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(changed.length);
      changed[at] =
          random.nextInt(4) == 0
              ? (byte) random.nextInt(256)
              : (byte) likely.charAt(random.nextInt(likely.length()));
    }
    return changed;
  }

  private static ComparisonResult checked(
      Comparison comparison, byte[] one, byte[] other, @Nullable String coding) {
    ObservedResponse primary = response(200, "application/json", coding, one);
    ObservedResponse mirror = response(200, "application/json", null, other);
    ComparisonResult result = comparison.compare(primary, mirror);
    assertThat(String.valueOf(result.obstacle())).doesNotContain("failed");
    for (Difference difference : result.differences()) {
      assertPrintable(difference.path());
      assertPrintable(difference.primary());
      assertPrintable(difference.mirror());
    }
    return result;
  }

  private static void assertPrintable(@Nullable String text) {
    assertThat(text == null || text.codePoints().allMatch(Shown::printable)).as(text).isTrue();
  }
}
