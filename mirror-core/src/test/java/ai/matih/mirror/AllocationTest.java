package ai.matih.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A request that is not mirrored costs no memory, whatever keeps it out. */
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int LOOPS = 20_000;
  private static final int ATTEMPTS = 100;

  /**
   * What the thread allocates in a loop, once the compiler is done with it: while it works, code
   * that allocates nothing in the end may still do. What always allocates does in every attempt.
   */
  private static long allocated(TrafficMirror mirror, RequestView request) {
    long thread = Thread.currentThread().getId();
    long least = Long.MAX_VALUE;
    for (int attempt = 0; attempt < ATTEMPTS && least > 0; attempt++) {
      long before = THREADS.getThreadAllocatedBytes(thread);
      for (int i = 0; i < LOOPS; i++) {
        if (mirror.begin(request) != Capture.NONE) {
          throw new AssertionError("mirrored: " + request);
        }
      }
      least = Math.min(least, THREADS.getThreadAllocatedBytes(thread) - before);
    }
    return least;
  }

  private static void assertFree(MirrorRig rig, Outcome outcome, RequestView request) {
    assertThat(allocated(rig.mirror, request)).as("%s of %s", outcome, request).isZero();
    assertThat(rig.mirror.stats().count(outcome)).isGreaterThanOrEqualTo(LOOPS);
  }

  /** A key that is left out at one per cent. */
  private static String leftOut(String prefix) {
    PercentageSampler sampler = PercentageSampler.of("rig");
    int i = 0;
    while (sampler.sampled(prefix + i, 0.01)) {
      i++;
    }
    return prefix + i;
  }

  private static volatile Object kept = "";

  @Test
  void measurement_seesAnAllocation() {
    try (MirrorRig rig =
        new MirrorRig(
            builder ->
                builder.sampler(
                    (request, share) -> {
                      kept = new Object();
                      return kept == request;
                    }))) {
      assertThat(allocated(rig.mirror, TestRequest.get("/"))).isGreaterThanOrEqualTo(8 * LOOPS);
    }
  }

  @Test
  void notSampled_byKey() {
    try (MirrorRig rig = new MirrorRig(builder -> builder.to(MirrorRig.CONFIG.withPercentage(1)))) {
      String trace = leftOut("4bf92f3577b34da6a3ce929d0e0e473");
      assertFree(
          rig,
          Outcome.NOT_SAMPLED,
          TestRequest.get("/", "traceparent", "00-" + trace + "-00f067aa0ba902b7-01"));
      assertFree(
          rig, Outcome.NOT_SAMPLED, TestRequest.get("/", "X-Request-ID", leftOut("request-")));
      assertFree(
          rig,
          Outcome.NOT_SAMPLED,
          TestRequest.get("/", "X-Request-ID", leftOut("사용자-é-😀-0123456789-0123456789-")));
      assertFree(
          rig, Outcome.NOT_SAMPLED, TestRequest.get("/", "X-Request-ID", leftOut("x".repeat(100))));
    }
  }

  @Test
  void notSampled_byOtherKeys() {
    PercentageSampler sampler =
        PercentageSampler.of("rig")
            .withKeys(
                SamplingKey.header("X-User"),
                SamplingKey.cookie("sid"),
                SamplingKey.queryParameter("user"),
                SamplingKey.clientAddress(),
                SamplingKey.path());
    try (MirrorRig rig =
        new MirrorRig(builder -> builder.to(MirrorRig.CONFIG.withPercentage(1)).sampler(sampler))) {
      String key = leftOut("key-");
      assertFree(rig, Outcome.NOT_SAMPLED, TestRequest.get("/", "X-User", " " + key));
      assertFree(rig, Outcome.NOT_SAMPLED, TestRequest.get("/", "Cookie", "a=b; sid=" + key));
      assertFree(rig, Outcome.NOT_SAMPLED, TestRequest.get("/p?a=b&user=" + key));
      assertFree(rig, Outcome.NOT_SAMPLED, TestRequest.get("/p").withClientAddress(key));
      assertFree(rig, Outcome.NOT_SAMPLED, TestRequest.get("http://h" + leftOut("/path-")));
    }
  }

  @Test
  void notSampled_withoutAKey() {
    // No turn is below a share as small as this.
    PercentageSampler sampler = PercentageSampler.of("rig");
    try (MirrorRig rig =
        new MirrorRig(
            builder -> builder.sampler((request, share) -> sampler.sample(request, 0x1p-60)))) {
      // But the first, which is 0.
      rig.begin(TestRequest.get("/", "Accept", "*/*")).end();
      rig.dispatcher.take().responds();
      assertFree(rig, Outcome.NOT_SAMPLED, TestRequest.get("/", "Accept", "*/*"));
    }
  }

  @Test
  void notSampled_becauseNoneIs() {
    try (MirrorRig rig = new MirrorRig(builder -> builder.to(MirrorRig.CONFIG.withPercentage(0)))) {
      assertFree(rig, Outcome.NOT_SAMPLED, TestRequest.get("/", "X-Request-ID", "r"));
    }
  }

  @Test
  void filtered() {
    try (MirrorRig rig =
        new MirrorRig(
            builder ->
                builder
                    .methods("GET", "POST", "CONNECT")
                    .mirrorIf(request -> request.header("X-Out") == null))) {
      assertFree(rig, Outcome.FILTERED, TestRequest.of("DELETE", "/"));
      assertFree(rig, Outcome.FILTERED, TestRequest.of("CONNECT", "a:1"));
      assertFree(rig, Outcome.FILTERED, TestRequest.get("/", "X-Out", "1"));
      assertFree(rig, Outcome.FILTERED, TestRequest.get("/", "X-Traffic-Mirror", "r"));
      assertFree(
          rig,
          Outcome.FILTERED,
          TestRequest.get("/", "Connection", "keep-alive, Upgrade", "Upgrade", "websocket"));
    }
  }

  @Test
  void disabledOrClosed() {
    MirrorRig rig = new MirrorRig();
    rig.mirror.disable();
    assertFree(rig, Outcome.DISABLED, TestRequest.get("/"));
    rig.close();
    assertFree(rig, Outcome.CLOSED, TestRequest.get("/"));
  }

  @Test
  void overTheBounds() {
    Duration day = Duration.ofDays(1);
    try (MirrorRig rig =
        new MirrorRig(builder -> builder.maxInFlight(1).maxBodyBytes(10).circuit(1, day, day))) {
      assertFree(rig, Outcome.BODY_TOO_LARGE, TestRequest.post(11));
      rig.begin(TestRequest.get("/")).end();
      assertFree(rig, Outcome.OVER_CONCURRENCY, TestRequest.get("/", "X-Request-ID", "r"));
      rig.dispatcher.take().fails(Outcome.CONNECT_FAILED);
      assertFree(rig, Outcome.CIRCUIT_OPEN, TestRequest.get("/", "X-Request-ID", "r"));
    }
  }
}
