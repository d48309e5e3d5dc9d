package ai.matih.mirror.compare;

import static ai.matih.mirror.compare.AccountExchanges.EQUAL;
import static ai.matih.mirror.compare.AccountExchanges.OBSTACLE;
import static ai.matih.mirror.compare.AccountExchanges.answer;
import static ai.matih.mirror.compare.AccountExchanges.different;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.compare.Difference.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a report looks like; the files beside this class are the reference. */
class ReportTest {
  private static final Instant SINCE = Instant.parse("2026-11-01T08:00:00.123456Z");

  private final Comparisons account =
      new Comparisons("ai-service-route", Comparison.defaults(), true, () -> SINCE);

  private void add(String target, int times, ComparisonResult mirror, ComparisonResult baseline) {
    for (int i = 0; i < times; i++) {
      account.add("GET", target, answer(12), answer(15), mirror, answer(13), baseline);
    }
  }

  /** One endpoint of each kind. */
  private ComparisonReport report() {
    ComparisonResult wrong =
        new ComparisonResult(
            List.of(
                new Difference("$.total", Kind.VALUE, "12.50", "12.05"),
                new Difference("$.time", Kind.VALUE, "\"08:00:01\"", "\"08:00:02\"")),
            null);
    add("/orders/1", 900, EQUAL, EQUAL);
    add("/orders/2", 70, different("$.time"), different("$.time"));
    add("/orders/3", 30, wrong, different("$.time"));
    add("/orders/4", 10, OBSTACLE, EQUAL);
    add("/users", 60, EQUAL, EQUAL);
    add("/users", 2, new ComparisonResult(List.of(missing("$.name")), null), EQUAL);
    add("/health", 1_000, EQUAL, EQUAL);
    account.skipped("GET", "/health");
    return account.report();
  }

  private static Difference missing(String path) {
    return new Difference(path, Kind.MISSING, "\"Ann\"", null);
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = ReportTest.class.getResourceAsStream(name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void json_isAsInTheReference() throws IOException {
    JsonMapper mapper = JsonMapper.builder().build();
    JsonNode json = mapper.readTree(report().toJson());
    assertThat(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n")
        .isEqualToNormalizingNewlines(resource("report.json"));
  }

  @Test
  void json_startsWithItsVersion() {
    assertThat(report().toJson()).startsWith("{\"version\":1,");
  }

  @Test
  void text_isAsInTheReference() throws IOException {
    assertThat(report().toText()).isEqualToNormalizingNewlines(resource("report.txt"));
  }

  @Test
  void text_doesNotDependOnTheLocale() throws IOException {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      assertThat(report().toText()).isEqualToNormalizingNewlines(resource("report.txt"));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void text_ofTheLargestReport_isShortAndFitsTheScreen() {
    String wide = "\u001b[2J".repeat(300);
    Comparisons large = new Comparisons(wide, Comparison.defaults(), true);
    for (int e = 0; e < 120; e++) {
      for (int p = 0; p < 250; p++) {
        Difference difference =
            new Difference("$." + "x".repeat(300) + p, Kind.VALUE, "y".repeat(300), wide);
        large.add(
            "M".repeat(50),
            "/" + "z".repeat(150) + e,
            answer(3_600_000),
            answer(3_600_000),
            new ComparisonResult(List.of(difference, difference), null),
            answer(3_600_000),
            EQUAL);
      }
    }
    assertThat(large.report().toText().lines())
        .allMatch(line -> line.length() <= 120, "at most 120 columns")
        .allMatch(line -> line.chars().noneMatch(Character::isISOControl), "on one line")
        .hasSizeLessThan(600);
  }

  @Test
  void hugeNumbers_fitTheirColumns() {
    ComparisonReport.Latency minute = new ComparisonReport.Latency(60_000_000, 60_000_000);
    long huge = 123_456_789_012L;
    ComparisonReport report =
        new ComparisonReport(
            "r",
            Verdict.FAIL,
            huge,
            SINCE,
            true,
            new ComparisonReport.Counts(huge, huge, huge, huge, huge),
            List.of(
                new ComparisonReport.Endpoint(
                    "GET /",
                    Verdict.FAIL,
                    null,
                    new ComparisonReport.Counts(huge, 0, huge, 0, 0),
                    minute,
                    minute,
                    minute,
                    List.of(
                        new ComparisonReport.Path(
                            "$", Verdict.FAIL, huge, huge, 0, 0, 1e9, List.of())))));
    assertThat(report.toText().lines())
        .allMatch(line -> line.length() <= 120)
        .noneMatch(line -> line.endsWith("..."));
  }

  @Test
  void emptyReport_saysSo() {
    ComparisonReport empty = account.report();
    assertThat(empty.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(empty.toText()).startsWith("ai-service-route: INCONCLUSIVE\n0 exchanges since");
    assertThat(empty.toJson()).contains("\"endpoints\":[]");
  }

  @Test
  void worst_comesFirst() {
    assertThat(report().endpoints())
        .extracting(ComparisonReport.Endpoint::verdict)
        .containsExactly(Verdict.FAIL, Verdict.INCONCLUSIVE, Verdict.PASS);
  }
}
