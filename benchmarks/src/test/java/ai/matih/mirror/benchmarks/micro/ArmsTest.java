package ai.matih.mirror.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.dispatch.WriterBenchmark;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each arm of the benchmarks does what its name says, and one that does not is noticed. */
class ArmsTest {

  @ParameterizedTest
  @ValueSource(strings = {"not_sampled", "mirrored", "overloaded"})
  void begin(String arm) {
    BeginBenchmark benchmark = new BeginBenchmark();
    benchmark.arm = arm;
    benchmark.build();
    assertThat(benchmark.get()).isNotNull();
    assertThat(benchmark.post1Kib()).isNotNull();
    benchmark.check();
  }

  @ParameterizedTest
  @ValueSource(strings = {"baseline", "not_sampled", "mirrored", "overloaded"})
  void netty(String arm) {
    NettyBenchmark benchmark = new NettyBenchmark();
    benchmark.arm = arm;
    benchmark.build();
    assertThat(benchmark.get()).isNotNull();
    benchmark.check();
  }

  @ParameterizedTest
  @ValueSource(strings = {"baseline", "not_sampled", "mirrored", "overloaded"})
  void servlet(String arm) throws Exception {
    ServletBenchmark benchmark = new ServletBenchmark();
    benchmark.arm = arm;
    benchmark.build();
    assertThat(benchmark.get()).isInstanceOf(ServletStub.class);
    assertThat(benchmark.getOfTomcat())
        .isInstanceOfSatisfying(
            HttpServletRequest.class,
            request -> {
              assertThat(request.getHeader("x-request-id")).hasSize(36);
              assertThat(request.getRequestURI()).isEqualTo("/orders/42");
              assertThat(request.getProtocol()).isEqualTo("HTTP/1.1");
            });
    benchmark.check();
  }

  @Test
  void anArmThatDidNothingIsNoticed() {
    TrafficMirror unused = Arms.MIRRORED.mirror();
    assertThatIllegalStateException().isThrownBy(() -> Arms.MIRRORED.check(unused));
    unused.close();
  }

  @Test
  void theSamplerDecidesByKeyAndByTurn() {
    SamplerBenchmark benchmark = new SamplerBenchmark();
    SamplerBenchmark.Views views = new SamplerBenchmark.Views();
    assertThat(benchmark.baselineKeyed(views)).isTrue();
    assertThat(benchmark.baselineKeyless(views)).isFalse();
    int sampled = 0;
    for (int i = 0; i < 128; i++) {
      sampled += benchmark.keyless(views) ? 1 : 0;
      benchmark.keyed(views);
    }
    assertThat(sampled).isBetween(63, 65);
  }

  @Test
  void theComparisonTellsAlikeFromDifferent() {
    ComparisonBenchmark benchmark = new ComparisonBenchmark();
    assertThat(benchmark.alike().differences()).isEmpty();
    assertThat(benchmark.differentStatus().differences()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"same_bytes, 0", "one_value, 1", "other_order, 0"})
  void theComparisonOfJsonFindsWhatDiffers(String arm, int differences) {
    JsonComparisonBenchmark benchmark = new JsonComparisonBenchmark();
    benchmark.arm = arm;
    benchmark.write();
    assertThat(benchmark.length()).isBetween(1_500L, 2_500L);
    assertThat(benchmark.compare().differences()).hasSize(differences);
    assertThat(benchmark.compare().obstacle()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody", "digest", "kept"})
  void responsesPass(String arm) {
    ResponseCaptureBenchmark benchmark = new ResponseCaptureBenchmark();
    benchmark.arm = arm;
    benchmark.build();
    benchmark.begin();
    assertThat(benchmark.response()).isNotNull();
    benchmark.end();
    benchmark.check();
  }

  @Test
  void theWriterWritesWhatItIsGiven() {
    WriterBenchmark benchmark = new WriterBenchmark();
    assertThat(benchmark.head()).isPositive();
    assertThat(benchmark.baseline()).isPositive();
  }
}
