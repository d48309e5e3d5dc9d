package ai.matih.mirror.compare;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.compare.SimulationService.Noise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * How often the verdict is wrong, and how soon it is right, when it is asked for after every
 * exchange; beside it what Diffy's thresholds would say of the same answers.
 */
class SimulationTest {
  private static final int EXCHANGES = 10_000;
  private static final int EQUAL_SERVICES = 2_000;
  private static final int REGRESSIONS = 500;
  private static final Comparison SETTINGS = Comparison.defaults();

  /** Noise of every strength; in some services on more paths than are kept apart. */
  private static List<Noise> noise(int seed) {
    List<Noise> paths = new ArrayList<>();
    double[] strong = {0.5, 0.3, 0.2, 0.05};
    for (double rate : new double[] {strong[seed % strong.length], 0.1, 0.01, 0.001}) {
      double shared = rate * (seed % 3) / 4;
      paths.add(new Noise("$.noise" + paths.size(), shared, rate - shared, 0));
    }
    return many(paths, seed, 0.0005);
  }

  /** The most that is tolerated where there is no baseline to tell noise by. */
  private static List<Noise> tolerated(int seed) {
    List<Noise> paths = new ArrayList<>();
    for (double rate : new double[] {0.001, 0.001, 0.001, 0.0005, 0.0001}) {
      paths.add(new Noise("$.rare" + paths.size(), 0, rate, 0));
    }
    return many(paths, seed, 0.001);
  }

  private static List<Noise> many(List<Noise> paths, int seed, double rate) {
    if (seed % 100 == 0) {
      for (int i = 0; i < 250; i++) {
        paths.add(new Noise("$.many" + i, 0, rate, 0));
      }
    }
    return paths;
  }

  @Test
  void equalServicesWithBaseline_failInAtMostOnePercent() {
    assertFalseAlarms(true);
  }

  @Test
  void equalServicesWithoutBaseline_failInAtMostOnePercent() {
    assertFalseAlarms(false);
  }

  private static void assertFalseAlarms(boolean withBaseline) {
    List<SimulationService> services =
        IntStream.range(0, EQUAL_SERVICES)
            .parallel()
            .mapToObj(
                seed -> {
                  SimulationService service =
                      new SimulationService(
                          seed,
                          withBaseline ? noise(seed) : tolerated(seed),
                          SETTINGS,
                          withBaseline);
                  for (int i = 0; i < EXCHANGES; i++) {
                    service.exchange();
                  }
                  return service;
                })
            .toList();
    long failed = services.stream().filter(service -> !service.failed().isEmpty()).count();
    print(
        "equal services %s: of %,d, looked at after each of %,d exchanges, %d ever FAIL;"
            + " Diffy's thresholds ever report %d, at the end %d",
        withBaseline ? "with a baseline" : "without",
        EQUAL_SERVICES,
        EXCHANGES,
        failed,
        services.stream().filter(service -> service.diffy().everReported()).count(),
        services.stream().filter(service -> service.diffy().reportsAny()).count());
    assertThat(failed).isLessThanOrEqualTo(EQUAL_SERVICES / 100);
  }

  @Test
  void onePercentOfWrongAnswers_onAQuietPath_isFound() {
    assertFound("1 % on a quiet path", new Noise("$.total", 0, 0, 0.01), true);
  }

  @Test
  void onePercentOfWrongAnswers_withoutBaseline_isFound() {
    assertFound("1 % on a quiet path", new Noise("$.total", 0, 0, 0.01), false);
  }

  @Test
  void twentyPercentOfWrongAnswers_onAPathWithThirtyPercentNoise_isFound() {
    assertFound("20 % on a path with 30 % noise", new Noise("$.total", 0, 0.3, 0.2), true);
  }

  private static void assertFound(String name, Noise regression, boolean withBaseline) {
    int[][] found =
        IntStream.range(0, REGRESSIONS)
            .parallel()
            .mapToObj(seed -> found(seed, regression, withBaseline))
            .toArray(int[][]::new);
    int[] ours = sorted(found, 0);
    int[] diffys = sorted(found, 1);
    print(
        "%s, %s: found in %d of %d runs, in half of them after %,d exchanges, in 99 %% after %,d;"
            + " Diffy's thresholds report it first after %,d, and miss it at the end in %d",
        name,
        withBaseline ? "with a baseline" : "without",
        count(ours),
        REGRESSIONS,
        ours[REGRESSIONS / 2],
        ours[REGRESSIONS * 99 / 100 - 1],
        diffys[REGRESSIONS / 2],
        REGRESSIONS - count(sorted(found, 2)));
    assertThat(count(ours)).isGreaterThanOrEqualTo(REGRESSIONS * 99 / 100);
  }

  /** After how many exchanges we and Diffy found it, and whether Diffy reports it at the end. */
  private static int[] found(int seed, Noise regression, boolean withBaseline) {
    // None of the seeds with many paths.
    List<Noise> paths = withBaseline ? noise(100 * seed + 1) : tolerated(100 * seed + 1);
    paths.add(regression);
    int index = paths.size() - 1;
    SimulationService service = new SimulationService(seed, paths, SETTINGS, withBaseline);
    int failed = Integer.MAX_VALUE;
    for (int i = 1; i <= EXCHANGES; i++) {
      boolean wrong = service.exchange();
      if (wrong && failed == Integer.MAX_VALUE && service.failed().contains(regression.path())) {
        failed = i;
      }
    }
    return new int[] {
      failed,
      service.diffy().firstReported(index),
      service.diffy().reports(index) ? 1 : Integer.MAX_VALUE
    };
  }

  private static int[] sorted(int[][] found, int column) {
    return Arrays.stream(found).mapToInt(run -> run[column]).sorted().toArray();
  }

  private static int count(int[] found) {
    return (int) Arrays.stream(found).filter(at -> at < Integer.MAX_VALUE).count();
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }
}
