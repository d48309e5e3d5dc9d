package ai.matih.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What once went wrong at the edges of settings, input, extensions and closing. */
@Timeout(10)
class CornerCasesTest {
  private static final Duration MILLI = Duration.ofMillis(1);

  /** A view whose header fields cannot be read after the decision. */
  private static final class Broken implements RequestView {
    @Override
    public String method() {
      return "GET";
    }

    @Override
    public String target() {
      return "/";
    }

    @Override
    public @Nullable String header(String name) {
      return null;
    }

    @Override
    public void forEachHeader(BiConsumer<String, String> fields) {
      throw new IllegalStateException("view");
    }

    @Override
    public long bodyLength() {
      return 0;
    }
  }

  @Test
  void view_thatThrowsWhileItIsCopied_isCountedOnce_andKeepsNoPermit() {
    try (MirrorRig rig = new MirrorRig(b -> b.exchangeTimeout(MILLI))) {
      rig.begin(new Broken());
      rig.assertEnded(Outcome.INTERNAL_ERROR);
    }
  }

  @Test
  void dispatcher_thatThrows_forARequestWithoutABody_isCountedOnce() {
    MirrorDispatcher throwing =
        new MirrorDispatcher() {
          @Override
          public void dispatch(MirrorRequest copy, Completion completion) {
            throw new IllegalStateException("dispatcher");
          }

          @Override
          public void close() {}
        };
    try (MirrorRig rig =
        new MirrorRig(b -> b.dispatcher(throwing).exchangeTimeout(MILLI).timeout(MILLI))) {
      rig.begin(TestRequest.get("/")).end();
      rig.assertEnded(Outcome.INTERNAL_ERROR);
      assertThat(rig.told).hasSize(1);
    }
  }

  @Test
  void listener_thatThrows_isLogged() {
    try (RecordedLog log = new RecordedLog("rig");
        MirrorRig rig =
            new MirrorRig(
                b ->
                    b.listener(
                        exchange -> {
                          throw new IllegalStateException("listener");
                        }))) {
      Capture capture = rig.begin(TestRequest.get("/"));
      capture.end();
      rig.dispatcher.take().responds();
      rig.atRest();
      assertThat(log.await(Level.WARN).getThrowableProxy().getMessage()).isEqualTo("listener");
    }
  }

  @Test
  void interruptedClose_returnsThePermits() {
    MirrorRig rig = new MirrorRig();
    rig.begin(TestRequest.get("/"));
    Thread.currentThread().interrupt();
    rig.close();
    assertThat(Thread.interrupted()).isTrue();
    rig.assertEnded(Outcome.CLOSED);
    assertThat(rig.told).hasSize(1);
  }

  @Test
  void close_whileTheListenerBlocks_returnsThePermits() {
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger told = new AtomicInteger();
    MirrorRig rig =
        new MirrorRig(
            b ->
                b.listener(
                    exchange -> {
                      told.incrementAndGet();
                      try {
                        never.await();
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                    }));
    for (int i = 0; i < 3; i++) {
      rig.begin(TestRequest.post(5)).end();
    }
    rig.close();
    rig.assertEnded(Outcome.BODY_INCOMPLETE, Outcome.BODY_INCOMPLETE, Outcome.BODY_INCOMPLETE);
  }

  @Test
  void forwardedHost_setByTheUser_isSentOnce() {
    assertThat(forwardedHosts(TrafficMirror.builder("r").setHeader("X-Forwarded-Host", "set")))
        .containsExactly("set");
  }

  @Test
  void forwardedHost_droppedByTheUser_isNotSent() {
    assertThat(forwardedHosts(TrafficMirror.builder("r").dropHeader("X-Forwarded-Host"))).isEmpty();
  }

  private static List<String> forwardedHosts(TrafficMirrorBuilder builder, String... more) {
    TestRequest request = TestRequest.get("/", "Host", "primary");
    for (int i = 0; i < more.length; i += 2) {
      request = request.with(more[i], more[i + 1]);
    }
    HeadCopy copy = new HeadCopy(request, builder.headRules(), "m");
    String[] fields = copy.fields(false, 0);
    List<String> values = new ArrayList<>();
    for (int i = 0; i < copy.size(); i += 2) {
      if (fields[i].equalsIgnoreCase("X-Forwarded-Host")) {
        values.add(fields[i + 1]);
      }
    }
    return values;
  }

  @Test
  void forwardedHost_namedByConnection_isReplacedByTheHost() {
    assertThat(
            forwardedHosts(
                TrafficMirror.builder("r"),
                "X-Forwarded-Host",
                "outer",
                "Connection",
                "X-Forwarded-Host"))
        .containsExactly("primary");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[[::1]]", "256.1.1.1", "1.2.3.4.5", "[::1%25]"})
  void host_thatIsNone_isRejected(String host) {
    assertThatIllegalArgumentException().isThrownBy(() -> MirrorConfig.of(host, 80));
  }

  @Test
  void unknownKey_cannotForgeALogLine() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MirrorConfig.fromMap(Map.of("a\nWARN forged", 1)))
        .satisfies(error -> assertThat(error.getMessage()).doesNotContain("\n"));
  }

  @Test
  void duplicateKey_cannotForgeALogLine() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MirrorConfig.fromJson("{\"a\\nb\":1,\"a\\nb\":2}"))
        .satisfies(error -> assertThat(error.getMessage()).doesNotContain("\n"));
  }

  @Test
  void unknownKey_isCutInTheMessage() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MirrorConfig.fromMap(Map.of("a".repeat(100_000), 1)))
        .satisfies(error -> assertThat(error.getMessage()).hasSizeLessThan(1000));
  }

  @Test
  void numbersAsLong_areReadWithAUsersMapper() throws Exception {
    com.fasterxml.jackson.databind.ObjectMapper mapper =
        new com.fasterxml.jackson.databind.ObjectMapper()
            .enable(com.fasterxml.jackson.databind.DeserializationFeature.USE_LONG_FOR_INTS);
    assertThat(mapper.readValue("{\"mirrorHost\":\"a\",\"mirrorPort\":80}", MirrorConfig.class))
        .isEqualTo(MirrorConfig.of("a", 80));
  }

  @Test
  void numbersAsBigInteger_areReadWithAUsersMapper() throws Exception {
    com.fasterxml.jackson.databind.ObjectMapper mapper =
        new com.fasterxml.jackson.databind.ObjectMapper()
            .enable(com.fasterxml.jackson.databind.DeserializationFeature.USE_BIG_INTEGER_FOR_INTS);
    assertThat(mapper.readValue("{\"mirrorHost\":\"a\",\"mirrorPort\":80}", MirrorConfig.class))
        .isEqualTo(MirrorConfig.of("a", 80));
  }

  @Test
  void repeatedMethodOrPrefix_isRejectedAsOtherSettingsAre_orAccepted() {
    TrafficMirror.builder("r").methods("GET", "GET");
  }

  @Test
  void repeatedPrefix_isAccepted() {
    TrafficMirror.builder("r").pathPrefixes("/a", "/a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "GET POST", "a\nb", "GET,POST"})
  void method_thatIsNone_isRejected(String method) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrafficMirror.builder("r").methods(method));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a?b", "/a#b", "/a?"})
  void pathPrefix_withAQuery_isRejected(String prefix) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrafficMirror.builder("r").pathPrefixes(prefix));
  }

  @Test
  void absoluteFormWithoutAPath_isBelowTheRoot() {
    assertThat(Targets.hasPrefix("http://h", "/")).isTrue();
    assertThat(Targets.hasPrefix("http://h?a", "/")).isTrue();
  }

  @Test
  void hostThatOnlyBeginsLikeALoopback_isWarnedOf() {
    try (RecordedLog log = new RecordedLog("rig");
        MirrorRig rig = new MirrorRig(b -> b.to(MirrorConfig.of("127.evil.example", 80)))) {
      assertThat(rig.mirror.route()).isEqualTo("rig");
      assertThat(log.events).hasSize(1);
    }
  }

  @Test
  void sinkWithoutAnswers_isNotSaidToHaveTheSameStatus() {
    try (RecordedLog log = new RecordedLog("rig");
        MirrorRig rig = new MirrorRig()) {
      Capture capture = rig.begin(TestRequest.get("/"));
      capture.response(500, name -> null);
      capture.end();
      rig.dispatcher.take().responds(ObservedResponse.NONE);
      rig.atRest();
      assertThat(log.events).noneMatch(e -> e.getFormattedMessage().contains("status alike"));
    }
  }

  @Test
  void responseBodyOfAPrimary_thatIsDoneSoon_keepsItsTime() {
    // end() then endSoon(): the second has no effect.
    try (MirrorRig rig = new MirrorRig()) {
      Capture capture = rig.begin(TestRequest.get("/"));
      capture.response(200, name -> null);
      capture.end();
      long ended = System.nanoTime();
      Await.until(() -> System.nanoTime() - ended > 50_000_000);
      capture.endSoon();
      rig.dispatcher.take().responds();
      rig.atRest();
      ObservedResponse primary = rig.told.get(0).exchange().primary();
      assertThat(primary == null ? null : primary.elapsed()).isLessThan(Duration.ofMillis(50));
    }
  }

  @Test
  void filtered_byPathPrefix_allocatesNothing() {
    try (MirrorRig rig = new MirrorRig(b -> b.pathPrefixes("/api", "/v2", "/v3"))) {
      com.sun.management.ThreadMXBean threads =
          (com.sun.management.ThreadMXBean)
              java.lang.management.ManagementFactory.getThreadMXBean();
      TestRequest out = TestRequest.get("/out");
      long id = Thread.currentThread().getId();
      long least = Long.MAX_VALUE;
      for (int attempt = 0; attempt < 100 && least > 0; attempt++) {
        long before = threads.getThreadAllocatedBytes(id);
        for (int i = 0; i < 20_000; i++) {
          rig.begin(out);
        }
        least = Math.min(least, threads.getThreadAllocatedBytes(id) - before);
      }
      assertThat(least).isZero();
    }
  }

  @Test
  void queryNameThatMayBeInAnotherCharset_leavesNoForm() {
    // Containers decode the query as UTF-8 whatever the form's charset is.
    byte[] form =
        FormBody.rebuild(Map.of("é", new String[] {"1"}), "%C3%A9=1", StandardCharsets.ISO_8859_1);
    assertThat(form).isNull();
  }

  @Test
  void requestWithTwoHosts_isNotCopied() {
    try (MirrorRig rig = new MirrorRig()) {
      rig.begin(TestRequest.get("/", "Host", "a", "Host", "b")).end();
      rig.assertEnded(Outcome.MALFORMED_REQUEST);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip, chunked", "chunked, gzip", "identity", "x"})
  void bodyInATransferCodingBesidesChunked_isNotCopied(String coding) {
    try (MirrorRig rig = new MirrorRig()) {
      TestRequest request =
          TestRequest.of("POST", "/").with("Transfer-Encoding", coding).withBodyLength(-1);
      rig.begin(request).end();
      rig.assertEnded(Outcome.MALFORMED_REQUEST);
    }
  }
}
