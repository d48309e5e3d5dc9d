package ai.matih.mirror.compare;

import static ai.matih.mirror.compare.AccountExchanges.ANSWER;
import static ai.matih.mirror.compare.AccountExchanges.EQUAL;
import static ai.matih.mirror.compare.AccountExchanges.add;
import static ai.matih.mirror.compare.AccountExchanges.different;
import static ai.matih.mirror.compare.AccountExchanges.onlyEndpoint;
import static ai.matih.mirror.compare.AccountExchanges.path;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.compare.Difference.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Whatever the traffic, an account stays small, and loses no count. */
class AccountBoundsTest {

  @Test
  void hundredThousandPaths_areKeptAsTwoHundredAndTheRest() {
    Comparisons account = new Comparisons("r", Comparison.defaults(), false);
    for (int i = 0; i < 100_000; i++) {
      add(account, 1, different("$.field" + i, "$.other" + i));
    }
    ComparisonReport.Endpoint endpoint = onlyEndpoint(account);
    assertThat(endpoint.paths()).hasSize(201);
    ComparisonReport.Path other = path(account, "other");
    assertThat(other.onlyMirror()).isEqualTo(100_000 - 100);
    assertThat(other.samples()).hasSize(5);
    assertThat(other.verdict())
        .as("what many paths do is no evidence against one")
        .isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(endpoint.paths()).noneMatch(path -> path.verdict() == Verdict.FAIL);
  }

  @Test
  void pathsBeyondTheBound_mayStillPass() {
    Comparisons account = new Comparisons("r", Comparison.defaults().maxPaths(1), true);
    add(account, 1, different("$.a"), EQUAL);
    add(account, 2, different("$.b"), EQUAL);
    add(account, 5_000, EQUAL, EQUAL);
    assertThat(path(account, "other").verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void pathsBeyondTheBound_areNotExcusedByOneAnother() {
    Comparisons account = new Comparisons("r", Comparison.defaults().maxPaths(1), true);
    add(account, 5_000, different("$.a"), different("$.a"));
    add(account, 5_000, different("$.b"), different("$.c"));
    assertThat(path(account, "other").onlyMirror()).isEqualTo(5_000);
    assertThat(path(account, "other").verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void hundredThousandEndpoints_areKeptAsHundredAndTheRest() {
    Comparisons account = new Comparisons("r", Comparison.defaults(), false);
    for (int i = 0; i < 100_000; i++) {
      account.add("GET", "/page-" + i, ANSWER, ANSWER, EQUAL, null, null);
      account.skipped("GET", "/page-" + i);
    }
    ComparisonReport report = account.report();
    assertThat(report.endpoints()).hasSize(101);
    assertThat(report.counts().exchanges()).isEqualTo(100_000);
    assertThat(report.counts().skipped()).isEqualTo(100_000);
    assertThat(report.endpoints())
        .filteredOn(endpoint -> endpoint.name().equals("other"))
        .singleElement()
        .satisfies(other -> assertThat(other.counts().exchanges()).isEqualTo(100_000 - 100));
  }

  @Test
  void samples_areTheFirstFewThatAreNotAlike() {
    Comparisons account = new Comparisons("r", Comparison.defaults().maxSamples(2), false);
    for (String value : List.of("2", "2", "3", "4")) {
      Difference difference = new Difference("$.a", Kind.VALUE, "1", value);
      add(account, 1, new ComparisonResult(List.of(difference), null));
    }
    assertThat(path(account, "$.a").samples())
        .extracting(Difference::mirror)
        .containsExactly("2", "3");
  }

  @Test
  void readersAndSkippedExchanges_neverDisturbTheWriter() throws Exception {
    Comparisons account =
        new Comparisons("r", Comparison.defaults().maxEndpoints(5).maxPaths(5), true);
    int each = 2_000;
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<?>> ends = new ArrayList<>();
      ends.add(
          threads.submit(
              () -> {
                start.await();
                for (int i = 0; i < each; i++) {
                  account.add(
                      "GET",
                      "/e" + i % 8,
                      ANSWER,
                      ANSWER,
                      different("$.p" + i % 9),
                      ANSWER,
                      i % 2 == 0 ? EQUAL : different("$.p" + i % 7));
                }
                return null;
              }));
      for (int t = 0; t < 2; t++) {
        ends.add(
            threads.submit(
                () -> {
                  start.await();
                  for (int i = 0; i < each; i++) {
                    account.skipped("GET", "/e" + i % 8);
                  }
                  return null;
                }));
      }
      ends.add(
          threads.submit(
              () -> {
                start.await();
                for (int i = 0; i < 50; i++) {
                  ComparisonReport report = account.report();
                  for (ComparisonReport.Endpoint endpoint : report.endpoints()) {
                    assertThat(endpoint.counts().exchanges())
                        .isEqualTo(endpoint.counts().equal() + endpoint.counts().different());
                    assertThat(endpoint.paths())
                        .allMatch(path -> path.both() + path.onlyMirror() <= path.compared());
                  }
                  assertThat(report.endpoints()).hasSizeLessThanOrEqualTo(6);
                }
                return null;
              }));
      start.countDown();
      for (Future<?> end : ends) {
        end.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(account.report().counts())
        .isEqualTo(new ComparisonReport.Counts(each, 0, each, 0, 2L * each));
    assertThat(account.report().endpoints()).hasSize(6);
  }
}
