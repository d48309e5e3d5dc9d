package ai.matih.mirror.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.matih.mirror.benchmarks.Target.Mode;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The arms do what they say: a benchmark of what does not happen must fail here. */
class HarnessTest {
  private static final Duration SHORT = Duration.ofMillis(200);

  @ParameterizedTest
  @EnumSource(names = {"MIRRORED", "COMPARED", "JDK", "REACTOR", "APACHE"})
  void onTomcatEveryArmWithAMirrorDelivers(Arm arm) throws Exception {
    try (Subject subject = Subject.of("tomcat", arm, Mode.ANSWER, 256)) {
      Slice slice = subject.openLoop(100, SHORT);
      assertThat(slice.latencies().getTotalCount()).isEqualTo(slice.answered()).isPositive();
      await(() -> subject.count().equals(new Target.Count(slice.answered(), 0, 0)));
    }
  }

  @Test
  void theNotSampledAreDecidedOnAndNotSent() throws Exception {
    try (Subject subject = Subject.of("netty", Arm.NOT_SAMPLED, Mode.ANSWER, 256)) {
      long answered = subject.openLoop(100, SHORT).answered();
      assertThat(Service.Counters.of(subject.server()))
          .isEqualTo(new Service.Counters(answered, 0, 0, 0));
      assertThat(subject.count()).isEqualTo(new Target.Count(0, 0, 0));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HUNG", "SLOW", "GARBAGE"})
  void aFaultyTargetGetsCopiesAndThePrimaryAnswers(Mode mode) throws Exception {
    try (Subject subject = Subject.of("netty", Arm.MIRRORED, mode, 256)) {
      assertThat(subject.openLoop(20, SHORT).answered()).isPositive();
      await(() -> subject.count().whole() > 0);
    }
  }

  @Test
  void everyCopyIsDeliveredAndTheCountersAgree() throws Exception {
    Report report = new Report();
    try (Subject subject = Subject.of("netty", Arm.MIRRORED, Mode.ANSWER, 256)) {
      boolean all = Delivery.verified(subject, 100, 100, report);
      assertThat(all).as(report.markdown()).isTrue();
    }
  }

  @Test
  void aServiceThatDoesNotStartIsAnError() {
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Child.java("nothing", Service.class, "tomcat", "NO_ARM", "1"))
        .withMessageContaining("did not start");
  }

  @Test
  void theFloorIsAnsweredWithAndWithoutARate() throws Exception {
    try (FloorRun floor = new FloorRun()) {
      await(() -> floor.run(0, SHORT).answered() > 0);
      await(() -> floor.run(100, SHORT).answered() > 0);
    }
  }

  @Test
  void everySectionHasARowForEachArmAndItsGoals() throws Exception {
    Plan plan = new Plan(SHORT, 1, Duration.ofSeconds(1));
    List<Arm> arms = List.of(Arm.BARE, Arm.CONTROL, Arm.MIRRORED);
    Report report = new Report();
    try (Lineup lineup = new Lineup("netty", arms)) {
      lineup.bind();
      lineup.warmUp(plan.warmUp());
      Capacity.run(lineup, plan, report);
      CopyCost.run(lineup, plan, 200, report);
      lineup.free();
      Latency.run(lineup, plan, 200, report);
    }
    String markdown = report.markdown();
    for (Arm arm : arms) {
      assertThat(markdown.split("\n\\| " + arm.label + " \\|", -1)).as(arm.label).hasSize(4);
    }
    assertThat(markdown)
        .contains("\n| 1 CPU per delivered copy, netty |")
        .contains("\n| 2 capacity of netty, all mirrored |")
        .contains("\n| 3 p99, netty, mirrored |");
  }

  /** Until the test's own time limit. */
  private static void await(Callable<Boolean> condition) throws Exception {
    while (!condition.call()) {
      Thread.onSpinWait();
    }
  }
}
