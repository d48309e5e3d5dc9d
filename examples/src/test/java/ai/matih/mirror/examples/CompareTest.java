package ai.matih.mirror.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CompareTest {
  private static final int FEW = 700;

  /** Those of the demo, the rare ones frequent enough to be found soon. */
  private static final List<Regression> EXPECTED =
      Regression.PLANTED.stream()
          .map(
              one ->
                  new Regression(
                      one.endpoint(),
                      one.path(),
                      Math.min(one.oneIn(), 8),
                      one.what(),
                      one.change()))
          .toList();

  private record Run(int status, String output) {
    String lastLine() {
      return output.lines().reduce("", (before, line) -> line);
    }
  }

  private static Run compare(List<Regression> planted, int most) throws InterruptedException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(output, true, UTF_8);
    int status = Compare.run(planted, EXPECTED, most, out);
    return new Run(status, output.toString(UTF_8));
  }

  @Test
  void whatIsPlantedIsFoundAndNoiseIsNot() throws InterruptedException {
    Run run = compare(EXPECTED, 10_000);

    assertThat(run.lastLine())
        .as(run.output)
        .matches("demo: ok exchanges=[1-9]\\d{3} found=4/4 false=0");
    assertThat(run.status).isZero();
    assertThat(run.output)
        .containsPattern("each answer +GET /invoices/\\* +\\$\\.currency +after [1-9]")
        .containsPattern("FAIL +\\$\\.coupon +[1-9]")
        .containsPattern("PASS +GET /offers/\\* +[1-9]")
        .contains("Silent     $.at, $.cached, $.seen[*], which")
        .doesNotContain("Open ")
        .doesNotContainPattern("\\$\\.(trace|items)\\S* +[0-9]");
    assertThat(run.output.lines().filter(line -> line.contains(" exchanges since ")))
        .as("reports, of 27 or more that were looked at")
        .hasSizeBetween(2, 5);
    assertThat(run.output.lines())
        .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
  }

  @Test
  void whatIsNotFoundIsTold() throws InterruptedException {
    Run run = compare(EXPECTED.subList(0, 3), FEW);

    assertThat(run.output).contains("demo: not found: GET /invoices/* $.currency\n");
    assertThat(run.lastLine()).matches("demo: failed exchanges=\\d+ found=3/4 false=0");
    assertThat(run.status).isEqualTo(1);
  }

  @Test
  void whatIsFoundAndWasNotExpectedIsTold() throws InterruptedException {
    Regression fifth =
        new Regression(Market.OFFERS, "$.tax", 1, "is lost", answer -> answer.remove("tax"));
    Run run = compare(concat(EXPECTED, fifth), FEW);

    assertThat(run.output).contains("demo: false alarm: GET /offers/* $.tax\n");
    assertThat(run.lastLine()).matches("demo: failed exchanges=\\d+ found=4/4 false=1");
    assertThat(run.status).isEqualTo(1);
  }

  private static List<Regression> concat(List<Regression> some, Regression more) {
    return Stream.concat(some.stream(), Stream.of(more)).toList();
  }
}
