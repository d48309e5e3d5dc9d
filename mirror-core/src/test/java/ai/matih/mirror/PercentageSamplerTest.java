package ai.matih.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.PercentageSampler.Keyless;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PercentageSamplerTest {
  private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String TRACE_PARENT = "00-" + TRACE_ID + "-00f067aa0ba902b7-01";

  private final PercentageSampler sampler = PercentageSampler.of("route");

  /** The decisions on one request at every percentage, which tell one key from another. */
  private static List<Boolean> decisions(PercentageSampler sampler, RequestView request) {
    List<Boolean> decisions = new ArrayList<>();
    for (int percentage = 0; percentage <= 100; percentage++) {
      decisions.add(sampler.sample(request, percentage / 100.0));
    }
    return decisions;
  }

  private List<Boolean> decisionsOnKey(String key) {
    List<Boolean> decisions = new ArrayList<>();
    for (int percentage = 0; percentage <= 100; percentage++) {
      decisions.add(sampler.sampled(key, percentage / 100.0));
    }
    return decisions;
  }

  @Test
  void theTraceIdIsTheFirstKey() {
    TestRequest request =
        TestRequest.get("/", "X-Request-ID", "other", "traceparent", TRACE_PARENT);
    assertThat(decisions(sampler, request)).isEqualTo(decisionsOnKey(TRACE_ID));
  }

  @Test
  void theRequestIdIsTheKey_withoutAValidTraceparent() {
    TestRequest without = TestRequest.get("/", "x-request-id", " abc ");
    assertThat(decisions(sampler, without)).isEqualTo(decisionsOnKey("abc"));
    TestRequest invalid =
        without.with("traceparent", TRACE_PARENT.toUpperCase(java.util.Locale.ROOT));
    assertThat(decisions(sampler, invalid)).isEqualTo(decisionsOnKey("abc"));
  }

  @Test
  void aChainIsAskedInOrder_andSkipsWhatIsEmpty() {
    PercentageSampler chained =
        sampler.withKeys(
            SamplingKey.header("X-User"), SamplingKey.cookie("sid"), SamplingKey.clientAddress());
    TestRequest request =
        TestRequest.get("/", "X-User", " ", "Cookie", "sid=s1").withClientAddress("10.0.0.1");
    assertThat(decisions(chained, request)).isEqualTo(decisionsOnKey("s1"));
    assertThat(decisions(chained, TestRequest.get("/").withClientAddress("10.0.0.1")))
        .isEqualTo(decisionsOnKey("10.0.0.1"));
    assertThat(decisions(chained, request.with("x-user", "too late")))
        .isEqualTo(decisionsOnKey("s1"));
  }

  @Test
  void keyless_never_isNotSampledAtAnyShare() {
    assertThat(decisions(sampler.withKeyless(Keyless.NEVER), TestRequest.get("/")))
        .containsOnly(false);
  }

  @Test
  void keyless_always_isSampledAtEveryShareButZero() {
    List<Boolean> decisions = decisions(sampler.withKeyless(Keyless.ALWAYS), TestRequest.get("/"));
    assertThat(decisions.get(0)).isFalse();
    assertThat(decisions.subList(1, 101)).containsOnly(true);
  }

  @Test
  void keylessRule_doesNotConcernRequestsWithAKey() {
    TestRequest request = TestRequest.get("/", "X-Request-ID", "abc");
    for (Keyless keyless : Keyless.values()) {
      assertThat(decisions(sampler.withKeyless(keyless), request)).isEqualTo(decisionsOnKey("abc"));
    }
  }

  @Test
  void withoutKeys_everyRequestIsKeyless() {
    TestRequest request = TestRequest.get("/", "X-Request-ID", "abc");
    assertThat(decisions(sampler.withKeys().withKeyless(Keyless.NEVER), request))
        .containsOnly(false);
  }

  @Test
  void share_ofAllOrNone_isDecidedWithoutAKey() {
    TestRequest request = TestRequest.get("/", "X-Request-ID", "abc");
    PercentageSampler unasked =
        sampler.withKeys(
            SamplingKey.of(
                view -> {
                  throw new AssertionError("asked for a key");
                }));
    for (Keyless keyless : new Keyless[] {Keyless.SEQUENCE, Keyless.ALWAYS}) {
      assertThat(unasked.withKeyless(keyless).sample(request, 1)).isTrue();
      assertThat(unasked.withKeyless(keyless).sample(request, 0)).isFalse();
    }
    assertThat(unasked.withKeyless(Keyless.NEVER).sample(request, 0)).isFalse();
  }

  @Test
  void share_ofAll_isOfThoseWithAKey_whereOthersAreNeverCopied() {
    PercentageSampler keyedOnly = sampler.withKeyless(Keyless.NEVER);
    assertThat(keyedOnly.sample(TestRequest.get("/", "X-Request-ID", "abc"), 1)).isTrue();
    assertThat(keyedOnly.sample(TestRequest.get("/"), 1)).isFalse();
  }

  @Test
  void share_outsideItsRange_isNeverOrAlways() {
    assertThat(sampler.sampled("a", -1)).isFalse();
    assertThat(sampler.sampled("a", 2)).isTrue();
    assertThat(sampler.sampled("a", Double.NaN)).isFalse();
  }
}
