package ai.matih.mirror.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.matih.mirror.MirrorConfig;
import ai.matih.mirror.Outcome;
import ai.matih.mirror.PercentageSampler;
import ai.matih.mirror.SamplingKey;
import ai.matih.mirror.TrafficMirror;
import com.sun.management.ThreadMXBean;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MirrorFilterTest {
  private static final HttpServletResponse RESPONSE =
      Stubs.of(
          HttpServletResponse.class,
          (proxy, method, arguments) -> method.getName().equals("isCommitted") ? false : null);

  /** A request that answers without allocating. */
  private static final class LiveGet extends HttpServletRequestWrapper {
    LiveGet() {
      super(Stubs.of(HttpServletRequest.class, (proxy, method, arguments) -> null));
    }

    @Override
    public DispatcherType getDispatcherType() {
      return DispatcherType.REQUEST;
    }

    @Override
    public String getMethod() {
      return "GET";
    }

    @Override
    public String getRequestURI() {
      return "/path";
    }

    @Override
    @SuppressWarnings("NullAway") // as the API has it
    public @Nullable String getQueryString() {
      return null;
    }

    @Override
    @SuppressWarnings("NullAway") // as the API has it
    public @Nullable String getHeader(String name) {
      return name.equals("X-User") ? "user-1" : null;
    }
  }

  private static TrafficMirror mirror(int percentage) {
    return TrafficMirror.builder("filter")
        .to(MirrorConfig.of("127.0.0.1", 8000).withPercentage(percentage))
        .sampler(PercentageSampler.of("filter").withKeys(SamplingKey.header("X-User")))
        .dispatcher(Stubs.ANSWERED)
        .build();
  }

  @Test
  void requestThatIsNotSampled_costsNoAllocation() throws Exception {
    try (TrafficMirror mirror = mirror(0)) {
      MirrorFilter filter = new MirrorFilter(mirror);
      HttpServletRequest request = new LiveGet();
      FilterChain chain = (live, answer) -> assertSame(live == request && answer == RESPONSE);
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long thread = Thread.currentThread().getId();
      long least = Long.MAX_VALUE;
      for (int round = 0; round < 50 && least > 0; round++) {
        long before = threads.getThreadAllocatedBytes(thread);
        for (int i = 0; i < 1000; i++) {
          filter.doFilter(request, RESPONSE, chain);
        }
        least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
      }
      assertThat(least).as("bytes for 1000 requests").isZero();
      assertThat(mirror.stats().offered()).isEqualTo(mirror.stats().count(Outcome.NOT_SAMPLED));
    }
  }

  private static void assertSame(boolean same) {
    if (!same) {
      throw new AssertionError("not the container's own objects");
    }
  }

  @Test
  void faultOfOurs_doesNotReachTheApplication() throws Exception {
    try (TrafficMirror mirror = mirror(100)) {
      HttpServletRequest broken =
          Stubs.of(
              HttpServletRequest.class,
              (proxy, method, arguments) -> {
                throw new IllegalStateException("nothing works");
              });
      List<Object> passed = new ArrayList<>();
      new MirrorFilter(mirror)
          .doFilter(broken, RESPONSE, (request, response) -> passed.add(request == broken));
      assertThat(passed).containsExactly(true);
    }
  }

  @Test
  void headThatCannotBeRead_isCountedAndPassedOn() throws Exception {
    try (TrafficMirror mirror = mirror(100)) {
      HttpServletRequest request =
          new HttpServletRequestWrapper(new LiveGet()) {
            @Override
            public Enumeration<String> getHeaderNames() {
              throw new IllegalStateException("no names");
            }
          };
      List<Object> passed = new ArrayList<>();
      new MirrorFilter(mirror)
          .doFilter(request, RESPONSE, (live, answer) -> passed.add(live == request));
      assertThat(passed).containsExactly(true);
      assertThat(mirror.stats().count(Outcome.INTERNAL_ERROR)).isEqualTo(1);
    }
  }

  @Test
  void exceptionOfTheApplication_passesUnchanged() throws Exception {
    try (TrafficMirror mirror = mirror(100)) {
      HttpServletRequest post =
          new HttpServletRequestWrapper(new LiveGet()) {
            @Override
            public Enumeration<String> getHeaderNames() {
              return Collections.emptyEnumeration();
            }

            @Override
            public String getProtocol() {
              return "HTTP/1.1";
            }

            @Override
            public long getContentLengthLong() {
              return 4;
            }
          };
      Error thrown = new NoClassDefFoundError("thrown by the application");
      assertThatThrownBy(
              () ->
                  new MirrorFilter(mirror)
                      .doFilter(
                          post,
                          RESPONSE,
                          (live, answer) -> {
                            throw thrown;
                          }))
          .isSameAs(thrown);
      assertThat(mirror.stats().count(Outcome.BODY_INCOMPLETE)).isEqualTo(1);
    }
  }
}
