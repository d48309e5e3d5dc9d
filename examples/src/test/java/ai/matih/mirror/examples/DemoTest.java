package ai.matih.mirror.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.MirrorDispatcher;
import ai.matih.mirror.ObservedResponse;
import ai.matih.mirror.Outcome;
import ai.matih.mirror.TrafficMirrorBuilder;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class DemoTest {
  private static final int REQUESTS = 200;

  private record Run(int status, String output) {
    List<String> lines() {
      return output.lines().toList();
    }

    String lastLine() {
      return lines().get(lines().size() - 1);
    }
  }

  private static Run demo(boolean terminal, UnaryOperator<TrafficMirrorBuilder> tuning)
      throws InterruptedException {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    int status = Demo.run(REQUESTS, terminal, new PrintStream(output, true, UTF_8), tuning);
    return new Run(status, output.toString(UTF_8));
  }

  private static Run demo(Tampering.With with) throws InterruptedException {
    try (MirrorDispatcher dispatcher = new Tampering(with)) {
      return demo(false, mirror -> mirror.dispatcher(dispatcher));
    }
  }

  @Test
  void everyCopyIsVerifiedAndThePlantedDifferenceIsFound() throws InterruptedException {
    Run run = demo(false, mirror -> mirror);

    assertThat(run.lastLine())
        .as(run.output)
        .matches("demo: ok requests=200 copies=([1-9]\\d*) verified=\\1 lost=0");
    assertThat(run.status).isZero();
    assertThat(run.output)
        .contains("\"percentage\":50")
        .containsPattern("RESPONDED +\\d+")
        .containsPattern("GET /price: (\\d+) of \\1 answers differ in \\[body\\]")
        .doesNotContain("\r");
    assertThat(run.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @Test
  void aTerminalGetsABarThatFills() throws InterruptedException {
    Run run = demo(true, mirror -> mirror);

    assertThat(run.output).contains("[" + "=".repeat(50) + "] 100 %").contains("demo: ok ");
  }

  @Test
  void aFlippedByteIsFound() throws InterruptedException {
    Run run = demo((copy, completion) -> Tampering.sendFlipped(copy, completion));

    assertThat(run.status).isEqualTo(1);
    assertThat(run.output)
        .contains("does not reconcile: a copy differs from what the primary saw: body (1 times,");
    assertThat(run.lastLine()).startsWith("demo: failed requests=200 copies=");
  }

  @Test
  void aCopyThatWasCountedAndNotSentIsFound() throws InterruptedException {
    Run run = demo((copy, completion) -> completion.responded(ObservedResponse.NONE));

    assertThat(run.status).isEqualTo(1);
    assertThat(run.output).contains("does not reconcile: lost: ");
    assertThat(run.lastLine()).startsWith("demo: failed ").endsWith(" lost=1");
  }

  @Test
  void aCopyThatIsSentTwiceIsFound() throws InterruptedException {
    Run run =
        demo(
            (copy, completion) -> {
              Tampering.send(copy);
              Tampering.send(copy);
              completion.responded(ObservedResponse.NONE);
            });

    assertThat(run.status).isEqualTo(1);
    assertThat(run.output).contains("does not reconcile: copied more than once (1 times,");
    assertThat(run.lastLine()).startsWith("demo: failed ").endsWith(" lost=1");
  }

  @Test
  void aCopyThatWasSentAndNotCountedIsFound() throws InterruptedException {
    Run run =
        demo(
            (copy, completion) -> {
              Tampering.send(copy);
              completion.failed(Outcome.EXPIRED, null);
            });

    assertThat(run.status).isEqualTo(1);
    assertThat(run.lastLine()).startsWith("demo: failed ").endsWith(" lost=1");
  }

  @Test
  void aCopyThatFailedIsCountedAndNotLost() throws InterruptedException {
    Run run = demo((copy, completion) -> completion.failed(Outcome.CONNECT_FAILED, null));

    assertThat(run.output).containsPattern("CONNECT_FAILED +1\n");
    assertThat(run.lastLine())
        .as(run.output)
        .matches("demo: ok requests=200 copies=(\\d+) verified=\\1 lost=0");
    assertThat(run.status).isZero();
  }

  @Test
  void anUnexpectedShareIsFound() throws InterruptedException {
    Run run = demo(false, mirror -> mirror.sampler((request, share) -> true));

    assertThat(run.status).isEqualTo(1);
    assertThat(run.output)
        .contains("does not reconcile: share: 200 requests to be copied, expected ")
        .contains("does not reconcile: copied against the published function");
  }
}
