package ai.matih.mirror.compare;

import static ai.matih.mirror.compare.ComparisonRig.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A comparison ends, whatever it is given. */
class ComparisonBoundsTest {
  private static final Comparison LARGE =
      Comparison.defaults().maxBodyBytes(16 * 1024 * 1024).maxDepth(500);
  private static final int TEN_MIB = 10 * 1024 * 1024;

  private static String told(Comparison comparison, String primary, String mirror) {
    return ComparisonRig.told(comparison.compare(json(primary), json(mirror)));
  }

  private static String numbers(int count, int first) {
    return IntStream.range(first, first + count)
        .mapToObj(String::valueOf)
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  void tenMebibytesInOneText_areCompared() {
    String text = "x".repeat(TEN_MIB);

    assertThat(told(LARGE, "\"" + text + "y\"", "\"" + text + "z\""))
        .isEqualTo("value $ \"" + "x".repeat(60) + "...\" -> \"" + "x".repeat(60) + "...\"");
  }

  @Test
  void tenMebibytesInOneNumber_areCompared() {
    String digits = "7".repeat(TEN_MIB);

    assertThat(told(LARGE, digits, digits + ".0")).isEqualTo("=");
    assertThat(told(LARGE.tolerate("$", 1), digits + "1", digits + "2")).startsWith("value $ 777");
    assertThat(told(LARGE, "1e" + digits, "1e" + digits + "1"))
        .isEqualTo("? an exponent of more than 1000 digits");
    assertThat(told(LARGE, "1e" + "7".repeat(999), "10e" + "7".repeat(998) + "6")).isEqualTo("=");
  }

  @Test
  void tenMebibytesInOneKey_areCompared() {
    String key = "{\"" + "k".repeat(TEN_MIB);

    assertThat(told(LARGE, key + "\":1}", key + "\":2}")).isEqualTo("value $.* 1 -> 2");
  }

  @Test
  void tenMebibytesOfBrackets_areNotComparable() {
    String brackets = "[".repeat(TEN_MIB);

    assertThat(told(LARGE, brackets, "[]")).isEqualTo("? JSON nested deeper than 500");
    assertThat(told(LARGE, "[]", "{\"a\":".repeat(TEN_MIB / 5)))
        .isEqualTo("? JSON nested deeper than 500");
  }

  @Test
  void tenMebibytesOfValues_areNotComparable() {
    assertThat(told(LARGE, "[1" + ",1".repeat(TEN_MIB / 2) + "]", "[]"))
        .isEqualTo("? JSON with more than 100000 values");
  }

  @Test
  void theDeepestThatIsAllowed_isCompared() {
    String open = "{\"a\":[".repeat(250);

    assertThat(told(LARGE, open + "1" + "]}".repeat(250), open + "2" + "]}".repeat(250)))
        .startsWith("value $.a[*].a[*]")
        .endsWith("... 1 -> 2");
  }

  @Test
  void aHundredThousandDifferences_areCompared() {
    String one =
        IntStream.range(0, 99_000)
            .mapToObj(i -> "\"name-" + (char) ('a' + i % 26) + i + "\":" + i)
            .collect(Collectors.joining(",", "{", "}"));

    assertThat(told(LARGE, one, "{}")).isEqualTo("missing $.* 0 -> -");
    assertThat(told(LARGE, numbers(99_000, 0), numbers(99_000, 1_000_000)))
        .isEqualTo("value $[*] 0 -> 1000000");
  }

  @Test
  void manyElementsInAnyOrder_areComparedUpToABound() {
    Comparison unordered = LARGE.unordered("$");
    String reversed =
        IntStream.range(0, 1000)
            .mapToObj(i -> String.valueOf(999 - i))
            .collect(Collectors.joining(",", "[", "]"));

    assertThat(told(unordered, numbers(1000, 0), reversed)).isEqualTo("=");
    assertThat(told(unordered, numbers(90_000, 0), " " + numbers(90_000, 0))).isEqualTo("=");
    assertThat(told(unordered, numbers(90_000, 0), numbers(90_000, 100_000)))
        .isEqualTo("? too much to compare");
  }

  @Test
  void anExpressionThatTriesTooManyWays_endsInAnObstacle() {
    Comparison comparison = Comparison.defaults().canonicalise("$", "(x+x+)+y", "");
    String text = "x".repeat(4000);

    assertThat(told(comparison, "\"" + text + "\"", "\"" + text + "z\""))
        .isEqualTo("? too much to compare");
  }

  @Test
  void anExpressionThatCallsItselfTooDeep_endsInAnObstacle() {
    Comparison comparison = Comparison.defaults().canonicalise("$", "(a|b)*c", "");
    String text = "ab".repeat(2000);

    assertThat(told(comparison, "\"" + text + "\"", "\"" + text + "a\""))
        .matches("\\? (too much to compare|the comparison failed: StackOverflowError)|value .*");
  }

  @Test
  void longText_isNotMadeCanonical() {
    Comparison comparison = Comparison.defaults().canonicalise("$", "\\d", "0");

    assertThat(told(comparison, "\"" + "1".repeat(4096) + "\"", "\"" + "2".repeat(4096) + "\""))
        .isEqualTo("=");
    assertThat(told(comparison, "\"" + "1".repeat(4097) + "\"", "\"" + "2".repeat(4097) + "\""))
        .startsWith("value $ ");
  }
}
