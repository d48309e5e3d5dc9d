package ai.matih.mirror.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathPatternTest {
  private static final String ELEMENT = "[]";

  private static Path path(List<String> steps) {
    Path path = Path.ROOT;
    for (String step : steps) {
      path = step.equals(ELEMENT) ? path.element() : path.key(step, false);
    }
    return path;
  }

  private static boolean matches(String pattern, String... steps) {
    return PathPattern.of("test", pattern).matches(path(List.of(steps)));
  }

  @Test
  void eachStep_isOneStep() {
    assertThat(matches("$")).isTrue();
    assertThat(matches("$", "a")).isFalse();
    assertThat(matches("$.a")).isFalse();
    assertThat(matches("$.a", "a")).isTrue();
    assertThat(matches("$.a", "A")).isFalse();
    assertThat(matches("$.a", "a", "b")).isFalse();
    assertThat(matches("$.a.b", "a", "b")).isTrue();
    assertThat(matches("$['a.b']", "a.b")).isTrue();
    assertThat(matches("$['a.b']", "a", "b")).isFalse();
    assertThat(matches("$['a'].b", "a", "b")).isTrue();
    assertThat(matches("$['it\\'s \\\\ \\u0041']", "it's \\ A")).isTrue();
  }

  @Test
  void aStar_isAnyKeyButNoElement_inBracketsAnyElementButNoKey() {
    assertThat(matches("$.*", "a")).isTrue();
    assertThat(matches("$.*", ELEMENT)).isFalse();
    assertThat(matches("$[*]", ELEMENT)).isTrue();
    assertThat(matches("$[*]", "a")).isFalse();
    assertThat(matches("$['*']", "a")).isFalse();
    assertThat(matches("$['*']", "*")).isTrue();
  }

  @Test
  void twoDots_areAnyDepth() {
    assertThat(matches("$..id", "id")).isTrue();
    assertThat(matches("$..id", "a", ELEMENT, "id")).isTrue();
    assertThat(matches("$..id", "id", "id")).isTrue();
    assertThat(matches("$..id", "id", "a")).isFalse();
    assertThat(matches("$..['i d']", "a", "i d")).isTrue();
    assertThat(matches("$.a..b..c", "a", "x", "b", "b", "y", "c")).isTrue();
    assertThat(matches("$.a..b..c", "a", "c", "b")).isFalse();
    assertThat(matches("$..a.b", "a", "x", "a", "b")).isTrue();
    assertThat(matches("$..a.b", "a", "x", "b")).isFalse();
    assertThat(matches("$..a[*]", "b", "a", ELEMENT)).isTrue();
  }

  @Test
  void aPattern_coversWhatIsBelow() {
    PathPattern pattern = PathPattern.of("test", "$.a.b");

    assertThat(pattern.covers(path(List.of("a", "b")))).isTrue();
    assertThat(pattern.covers(path(List.of("a", "b", ELEMENT, "c")))).isTrue();
    assertThat(pattern.covers(path(List.of("a")))).isFalse();
    assertThat(pattern.covers(path(List.of("a", "c")))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        ".a",
        "$a",
        "$.",
        "$..",
        "$..*",
        "$.a.",
        "$.a b",
        "$[",
        "$[]",
        "$[0]",
        "$[a]",
        "$['a",
        "$['a'",
        "$['a]",
        "$['a'b']",
        "$['\\x']",
        "$['\\u12']",
        "$.a[*",
        "$...a",
        "$.a$ ",
        "$.a*",
        "$.\"a\"",
        " $.a",
        "$.a\n"
      })
  void whatIsNoPattern_isRefused(String text) {
    assertThatThrownBy(() -> PathPattern.of("ignore", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("ignore: ")
        .hasMessageEndingWith("(expected: " + PathPattern.EXPECTED + ")");
  }

  @Test
  void tooManySteps_areRefused() {
    assertThat(matches("$" + ".a".repeat(60), "a")).isFalse();
    assertThatThrownBy(() -> PathPattern.of("ignore", "$" + ".a".repeat(61)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void eachReportedPath_isAPatternForItsPlace() {
    Random random = new Random(7);
    String characters = "ab.[]'\"*\\ \n\u0000\u202e\ud800é$-_@u0041";
    for (int round = 0; round < 20_000; round++) {
      Path path = Path.ROOT;
      for (int step = random.nextInt(4); step >= 0; step--) {
        path = random.nextInt(3) == 0 ? path.element() : path.key(name(random, characters), false);
      }
      String text = path.text();
      assertThat(PathPattern.of("ignore", text).matches(path)).as(text).isTrue();
      assertThat(text.chars()).allMatch(c -> c >= ' ' && c != 0x202e);
    }
  }

  private static String name(Random random, String characters) {
    StringBuilder name = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      name.append(characters.charAt(random.nextInt(characters.length())));
    }
    return name.toString();
  }

  @Test
  void aPath_hasABoundOnItsLength() {
    Path deep = Path.ROOT;
    for (int i = 0; i < 400; i++) {
      deep = deep.key("some-name", false);
    }

    assertThat(deep.text()).hasSize(303).endsWith("...");
    assertThat(Path.ROOT.key("x".repeat(999), false).text())
        .isEqualTo("$." + "x".repeat(60) + "...");
  }

  @ParameterizedTest
  @CsvSource({
    "1,true",
    "0017,true",
    "2026-11-23,true",
    "123e4567-e89b-12d3-a456-426614174000,true",
    "a1b2c3d4,true",
    "A1B2C3D4E5F6,true",
    "user_01HZX3T9Q2M4,true",
    "a1b2c3,false",
    "defaced,false",
    "accessed,false",
    "name,false",
    "line1,false",
    "v2,false",
    "utf8,false",
    "sha256,false",
    "oauth2_client_id,false",
    "x-amz-meta-2,false",
    "'',false"
  })
  void ids_areToldFromNames(String name, boolean id) {
    assertThat(Ids.looksLikeOne(name)).isEqualTo(id);
  }
}
