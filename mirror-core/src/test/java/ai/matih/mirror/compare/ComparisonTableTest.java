package ai.matih.mirror.compare;

import static ai.matih.mirror.compare.ComparisonRig.json;
import static ai.matih.mirror.compare.ComparisonRig.told;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every pair of comparison-json.txt, both ways round, and each document with itself. */
class ComparisonTableTest {
  private static final Pattern MORE = Pattern.compile("(.*); (\\d+) more");

  record Row(String primary, String mirror, String expected, String rules) {
    Comparison comparison() {
      Comparison comparison = Comparison.defaults();
      for (String rule : rules.isEmpty() ? new String[0] : rules.split("; ")) {
        comparison = with(comparison, rule.split(" "));
      }
      return comparison;
    }

    private static Comparison with(Comparison comparison, String[] rule) {
      String value = rule[rule.length - 1];
      return switch (rule[0]) {
        case "ignore" -> comparison.ignore(value);
        case "tolerate" -> comparison.tolerate(rule[1], Double.parseDouble(value));
        case "tolerateRelative" -> comparison.tolerateRelative(rule[1], Double.parseDouble(value));
        case "tolerateTime" -> comparison.tolerateTime(rule[1], Duration.parse(value));
        case "canonicalise" -> comparison.canonicalise(rule[1], rule[2], value);
        case "unordered" -> comparison.unordered(value);
        case "matchBy" -> comparison.matchBy(rule[1], value);
        case "redact" -> comparison.redact(value);
        case "maxDepth" -> comparison.maxDepth(Integer.parseInt(value));
        case "maxValues" -> comparison.maxValues(Integer.parseInt(value));
        default -> throw new IllegalArgumentException(rule[0]);
      };
    }
  }

  static List<Row> rows() throws IOException {
    List<Row> rows = new ArrayList<>();
    try (InputStream in = ComparisonTableTest.class.getResourceAsStream("comparison-json.txt")) {
      String table = new String(Objects.requireNonNull(in).readAllBytes(), UTF_8);
      for (String line : table.lines().toList()) {
        if (line.startsWith("| ") && !line.startsWith("| primary")) {
          List<String> cells = List.of(line.substring(2, line.length() - 2).split(" \\| ", -1));
          rows.add(
              new Row(
                  document(cells.get(0)),
                  document(cells.get(1)),
                  cells.get(2),
                  cells.size() > 3 ? cells.get(3) : ""));
        }
      }
    }
    return rows;
  }

  private static String document(String cell) {
    String nested = each(cell, "nest", n -> "[".repeat(n) + "]".repeat(n));
    String ones = each(nested, "ones", n -> "[1" + ",1".repeat(n - 1) + "]");
    return each(
        ones,
        "keys",
        n ->
            IntStream.range(0, n)
                .mapToObj(i -> "\"key-" + i + "\":" + i)
                .collect(Collectors.joining(",", "{", "}")));
  }

  private static String each(String cell, String name, IntFunction<String> text) {
    return Pattern.compile(name + "\\((\\d+)\\)")
        .matcher(cell)
        .replaceAll(m -> Matcher.quoteReplacement(text.apply(Integer.parseInt(m.group(1)))));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void aPair_isToldAsTheTableSays(Row row) {
    ComparisonResult result = row.comparison().compare(json(row.primary()), json(row.mirror()));

    Matcher more = MORE.matcher(row.expected());
    if (more.matches()) {
      assertThat(told(result)).startsWith(more.group(1) + "; ");
      assertThat(result.differences()).hasSize(Integer.parseInt(more.group(2)) + 1);
    } else {
      assertThat(told(result)).isEqualTo(row.expected());
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void theOtherWayRound_theSamePathsDiffer(Row row) {
    Comparison comparison = row.comparison();
    ComparisonResult one = comparison.compare(json(row.primary()), json(row.mirror()));
    ComparisonResult other = comparison.compare(json(row.mirror()), json(row.primary()));

    assertThat(paths(other)).isEqualTo(paths(one));
    assertThat(other.state()).isEqualTo(one.state());
  }

  private static Set<String> paths(ComparisonResult result) {
    return result.differences().stream().map(Difference::path).collect(Collectors.toSet());
  }

  static List<Row> documents() throws IOException {
    return rows().stream().filter(row -> !row.expected().contains(" body ")).toList();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void aDocument_equalsItselfAlsoWhenItsBytesDiffer(Row row) {
    ComparisonResult result =
        row.comparison().compare(json(row.primary()), json(" " + row.primary()));

    assertThat(result.differences()).isEmpty();
  }

  @Test
  void theTable_isLongEnough() throws IOException {
    assertThat(rows()).hasSizeGreaterThan(200);
  }
}
