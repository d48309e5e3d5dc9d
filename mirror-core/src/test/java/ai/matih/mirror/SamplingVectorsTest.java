package ai.matih.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The published vectors, which another implementation of XXH64 has made. */
class SamplingVectorsTest {
  private static final Path FILE =
      Path.of(System.getProperty("basedir", "."), "..", "docs", "sampling-vectors.csv");

  private static List<List<String>> rows() throws IOException {
    List<List<String>> records = Csv.records(Files.readString(FILE));
    assertThat(records.get(0)).containsExactly("salt", "key", "percentage", "sampled");
    return records.subList(1, records.size());
  }

  @Test
  void everyRowIsDecidedAsPublished() throws IOException {
    assertThat(rows())
        .allSatisfy(
            row -> {
              double share = Integer.parseInt(row.get(2)) / 100.0;
              assertThat(PercentageSampler.of(row.get(0)).sampled(row.get(1), share))
                  .isEqualTo(row.get(3).equals("true"));
              assertThat(row.get(3)).isIn("true", "false");
            });
  }

  @Test
  void everyRowIsDecidedTheSameWhenTheKeyComesWithARequest() throws IOException {
    assertThat(rows())
        .filteredOn(row -> !row.get(1).isEmpty() && row.get(1).strip().equals(row.get(1)))
        .allSatisfy(
            row -> {
              double share = Integer.parseInt(row.get(2)) / 100.0;
              PercentageSampler sampler =
                  PercentageSampler.of(row.get(0)).withKeys(SamplingKey.header("key"));
              TestRequest request = TestRequest.get("/", "key", "\t " + row.get(1) + " ");
              assertThat(sampler.sample(request, share)).isEqualTo(row.get(3).equals("true"));
            });
  }

  @Test
  void theRowsHaveKeysOfManyShapesAtManyPercentages() throws IOException {
    List<List<String>> rows = rows();
    assertThat(rows).hasSizeGreaterThanOrEqualTo(300).doesNotHaveDuplicates();
    assertThat(rows)
        .extracting(row -> row.get(2))
        .contains("0", "1", "10", "50", "90", "99", "100");
    assertThat(rows)
        .extracting(row -> row.get(1).getBytes(StandardCharsets.UTF_8).length)
        .contains(0, 1, 31, 32, 33, 64, 255);
    for (String part : List.of(",", "\"", "é", "日", "😀")) {
      assertThat(rows).anyMatch(row -> row.get(1).contains(part));
    }
    for (String sampled : List.of("true", "false")) {
      assertThat(rows).filteredOn(row -> row.get(3).equals(sampled)).hasSizeGreaterThan(100);
    }
  }

  @Test
  void csv_withQuotesCommasAndLineEnds_isReadByTheRules() {
    assertThat(Csv.records("a,\"b,\"\"c\"\"\",\r\n\"\",\"x\ny\"\n"))
        .containsExactly(List.of("a", "b,\"c\"", ""), List.of("", "x\ny"));
    assertThatThrownBy(() -> Csv.records("a,\"b\n")).hasMessageContaining("does not end");
    assertThatThrownBy(() -> Csv.records("a\"b\n")).hasMessageContaining("a quote inside");
  }
}
