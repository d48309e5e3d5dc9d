package ai.matih.mirror.test;

import static ai.matih.mirror.test.WireRequest.get;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.MirrorConfig;
import ai.matih.mirror.Outcome;
import ai.matih.mirror.compare.Comparison;
import ai.matih.mirror.compare.ComparisonReport;
import ai.matih.mirror.compare.ComparisonResult.State;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What comparing makes of answers that are many, long, endless or made to be expensive: what is
 * held stays within its bound, the report stays small, and the client gets each byte. Heavier than
 * {@link MirrorContract}; an adapter's own test extends it.
 */
public abstract class HostileAnswersContract extends AdapterContract {
  private static final int CLIENTS = 4;

  /** As many requests as servers let a connection have. */
  private static final int A_CONNECTIONS = 50;

  private static final long MAX_HELD = 4 << 20;
  private static final int MIB_10 = 10 << 20;

  /** For an adapter's test. */
  protected HostileAnswersContract() {}

  private ComparedRig compared(Comparison comparison) throws Exception {
    return ComparedRig.of(this, comparison, settings -> settings.maxHeldBytes(MAX_HELD));
  }

  @Test
  final void hundredThousandPaths_onManyEndpoints_areASmallReport() throws Exception {
    int exchanges = 2_500;
    int keys = 40;
    Comparison comparison = Comparison.defaults().maxEndpoints(10).maxPaths(20).maxSamples(2);
    ComparedRig rig = compared(comparison);
    rig.rig().telling(call -> TestApp.Answer.json(distinct(call.target(), keys, "1")));
    rig.rig().recorder().answer(copy -> answer("", distinct(copy.target(), keys, "2")));
    try (HeldBytes held = new HeldBytes(rig.rig().mirror())) {
      together(
          client -> {
            for (int from = client; from < exchanges; from += CLIENTS * A_CONNECTIONS) {
              try (RawClient connection = rig.rig().connect()) {
                int to = Math.min(exchanges, from + CLIENTS * A_CONNECTIONS);
                for (int i = from; i < to; i += CLIENTS) {
                  WireRequest request = get("/told/" + letters(i));
                  assertThat(connection.exchange(request).body())
                      .isEqualTo(distinct(request.target(), keys, "1"));
                }
              }
            }
          });
      long copies = ended(rig.rig(), exchanges);
      assertThat(held.most()).isBetween(1L, MAX_HELD);
      ComparisonReport report = rig.rig().mirror().report();
      assertThat(report.counts().exchanges() + report.counts().skipped()).isEqualTo(copies);
      assertSmall(report);
    }
  }

  /** Waits until so many exchanges have ended, in whatever way; returns how many had an answer. */
  private static long ended(Rig rig, int exchanges) {
    Await.until(
        () -> rig.mirror().stats().offered() == exchanges && rig.mirror().stats().inFlight() == 0,
        rig.mirror()::stats);
    rig.mirror()
        .stats()
        .outcomes()
        .forEach((outcome, count) -> LongStream.range(0, count).forEach(i -> rig.expect(outcome)));
    long copies = rig.count(Outcome.RESPONDED);
    for (int i = 0; i < copies; i++) {
      rig.recorder().take();
    }
    rig.settle();
    return copies;
  }

  private static void assertSmall(ComparisonReport report) {
    assertThat(report.counts().exchanges()).isPositive();
    assertThat(report.endpoints()).hasSize(11);
    assertThat(report.endpoints()).extracting(ComparisonReport.Endpoint::name).contains("other");
    for (ComparisonReport.Endpoint endpoint : report.endpoints()) {
      if (endpoint.counts().exchanges() > 0) {
        assertThat(endpoint.paths()).hasSize(21);
        assertThat(endpoint.paths()).extracting(ComparisonReport.Path::path).contains("other");
      }
    }
    assertThat(report.toJson().length()).isLessThan(200_000);
    assertThat(report.toText().length()).isLessThan(100_000);
  }

  private static String distinct(String target, int keys, String value) {
    String name = target.substring(target.lastIndexOf('/') + 1);
    return IntStream.range(0, keys)
        .mapToObj(key -> "\"" + name + letters(key) + "\": " + value)
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /** A word that does not look like an id. */
  private static String letters(int number) {
    return Integer.toString(number, 8)
        .chars()
        .map(c -> c - '0' + 'a')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Test
  final void repliesOf10Mib_passUnchanged_andAreComparedByTheirDigests() throws Exception {
    ComparedRig rig = compared(Comparison.defaults().maxBodyBytes(1 << 24));
    byte[] piece = Latin1.bytes(Bodies.ofLength(1 << 16));
    rig.rig()
        .telling(
            call ->
                TestApp.Answer.of(
                    "application/json", Collections.nCopies(MIB_10 / piece.length, piece)));
    String expected = Latin1.text(piece).repeat(MIB_10 / piece.length);
    String same = answer("", expected);
    String other = answer("", expected.substring(1) + "x");
    rig.rig().recorder().answer(copy -> copy.target().endsWith("same") ? same : other);
    try (HeldBytes held = new HeldBytes(rig.rig().mirror())) {
      for (State state : List.of(State.EQUAL, State.NOT_COMPARABLE)) {
        WireRequest request = get(state == State.EQUAL ? "/told/same" : "/told/other");
        try (RawClient client = rig.rig().connect()) {
          assertThat(client.exchange(request).body().equals(expected)).isTrue();
        }
        rig.rig().copied(request);
        // The mirror's may be longer than what is read of it.
        assertThat(rig.result().state()).isIn(state, State.NOT_COMPARABLE);
      }
      assertThat(held.most()).isBetween(1L, MAX_HELD);
    }
  }

  @Test
  final void endlessStreams_areNotKept_andEndWithTheClient() throws Exception {
    ComparedRig rig = compared(Comparison.defaults().maxBodyBytes(1 << 24));
    byte[] piece = new byte[1 << 14];
    rig.rig()
        .app()
        .tell(
            call -> TestApp.Answer.of("text/plain", Collections.nCopies(Integer.MAX_VALUE, piece)));
    try (FaultServer endless = FaultServer.start(Fault.ENDLESS_CHUNKS);
        HeldBytes held = new HeldBytes(rig.rig().mirror())) {
      rig.rig().mirror().update(MirrorConfig.of("127.0.0.1", endless.port()));
      together(
          client -> {
            try (RawClient connection = rig.rig().connect()) {
              connection.send(get("/told/" + client).wire());
              connection.read(8_000_000);
              connection.reset();
            }
          });
      for (int i = 0; i < CLIENTS; i++) {
        rig.rig().expect(Outcome.RESPONDED);
      }
      rig.rig().settle();
      for (int i = 0; i < CLIENTS; i++) {
        assertThat(rig.exchange().differences()).isEmpty();
      }
      assertThat(held.most()).isBetween(1L, MAX_HELD);
    }
  }

  @TestFactory
  final Stream<DynamicTest> bombs_harmNobody() throws Exception {
    ComparedRig rig = compared(Comparison.defaults());
    return Stream.of(
            bomb("deep", "[".repeat(30_000) + "]".repeat(30_000)),
            bomb("deep objects", "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000)),
            bomb("unclosed", "[".repeat(60_000)),
            bomb("wide", "[" + "0,".repeat(30_000) + "1]"),
            bomb("many keys", distinct("/k", 4_000, "1")),
            bomb("long number", "1".repeat(60_000)),
            bomb("huge exponent", "1e999999999"),
            bomb("long text", "\"" + "\\u0000".repeat(10_000) + "\""),
            bomb("cut off", "{\"a\": [1, 2"),
            new Bomb(
                "gzip", "Content-Encoding: gzip\r\n", gzip("[" + " ".repeat(50_000_000) + "]")),
            new Bomb("no gzip", "Content-Encoding: gzip\r\n", "no gzip at all"),
            new Bomb("many codings", "Content-Encoding: gzip, gzip, gzip\r\n", gzip("[]")))
        .map(bomb -> DynamicTest.dynamicTest(bomb.name, () -> assertHarmless(rig, bomb)));
  }

  private record Bomb(String name, String field, String body) {}

  private static Bomb bomb(String name, String body) {
    return new Bomb(name, "", body);
  }

  /** From the mirror, from the primary, and from both with a last byte that differs. */
  private static void assertHarmless(ComparedRig rig, Bomb bomb) throws IOException {
    List<Field> fields = new ArrayList<>();
    fields.add(new Field("Content-Type", "application/json"));
    if (!bomb.field.isEmpty()) {
      fields.add(new Field("Content-Encoding", bomb.field.substring(18).strip()));
    }
    String[][] pairs = {{"{}", bomb.body}, {bomb.body, "{}"}, {bomb.body, bomb.body + " "}};
    try (HeldBytes held = new HeldBytes(rig.rig().mirror())) {
      for (String[] pair : pairs) {
        byte[] bytes = Latin1.bytes(pair[0]);
        List<Field> own = pair[0].equals("{}") ? fields.subList(0, 1) : fields;
        rig.rig().telling(call -> new TestApp.Answer(200, own, List.of(bytes)));
        rig.rig()
            .recorder()
            .answer(copy -> answer(pair[1].equals("{}") ? "" : bomb.field, pair[1]));
        WireRequest request = get("/told");
        assertThat(rig.rig().exchange(request).body()).isEqualTo(pair[0]);
        rig.rig().copied(request);
        assertThat(rig.result().differences().size()).isLessThanOrEqualTo(100);
      }
      assertThat(held.most()).isLessThanOrEqualTo(MAX_HELD);
    }
  }

  static String answer(String moreFields, String body) {
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        + moreFields
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  private static String gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(Latin1.bytes(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Latin1.text(bytes.toByteArray());
  }

  /** What one of several clients does. */
  @FunctionalInterface
  private interface Client {
    void run(int number) throws Exception;
  }

  private static void together(Client client) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int number = i;
        running.add(
            threads.submit(
                () -> {
                  client.run(number);
                  return null;
                }));
      }
      for (Future<?> each : running) {
        each.get(50, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
