package ai.matih.mirror.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.matih.mirror.Capture;
import ai.matih.mirror.Exchange;
import ai.matih.mirror.MirrorConfig;
import ai.matih.mirror.Outcome;
import ai.matih.mirror.RequestView;
import ai.matih.mirror.TrafficMirror;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which hosts may be mirror targets, when they are configured and when they are connected to. */
class TargetPolicyTest {
  private static final List<String> LIST =
      List.of("v2.example", "*.test", "127.0.0.1", "10.1.0.0/16", "::1", "fd12::/16");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "v2.example",
        "V2.Example.",
        "a.test",
        "a.b.test",
        "127.0.0.1",
        "10.1.2.3",
        "[::1]",
        "[fd12::7]"
      })
  void whatTheListNames_isAllowed(String host) {
    assertThatCode(() -> new TargetPolicy(LIST).check(MirrorConfig.of(host, 80)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "other.example",
        "x.v2.example",
        "test",
        "atest",
        "127.0.0.2",
        "10.2.0.1",
        "localhost",
        "[::2]",
        "[fd13::7]"
      })
  void whatTheListDoesNotName_isRefused(String host) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> new TargetPolicy(LIST).check(MirrorConfig.of(host, 80)))
        .withMessageStartingWith("mirrorHost: ");
  }

  @Test
  void noListNamesWhatIsNeverAllowed() {
    TargetPolicy open = new TargetPolicy(List.of("169.254.0.0/16", "metadata.google.internal"));
    for (String host : List.of("169.254.169.254", "metadata.google.internal")) {
      assertThatExceptionOfType(RefusedException.class)
          .isThrownBy(() -> open.check(MirrorConfig.of(host, 80)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "10.0.0.0/33", "10.0.0.0/x", "*", "a b", "", "http://a"})
  void whatIsNoHost_isRefusedInTheList(String entry) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> new TargetPolicy(List.of(entry)))
        .withMessageStartingWith("allowedTargets: ");
  }

  @Test
  void anAddressThatIsNeverAllowed_isNotConnectedTo_howeverItGotThere() throws Exception {
    BlockingQueue<Exchange> exchanges = new LinkedBlockingQueue<>();
    try (Mirrors mirrors =
        new Mirrors(new TargetPolicy(List.of()), settings -> settings.listener(exchanges::add))) {
      Plugin past = Plugin.create(null, null, true, MirrorConfig.of("169.254.169.254", 80));
      TrafficMirror mirror =
          Objects.requireNonNull(mirrors.govern(new Route("r", "s", List.of("/")), past));
      Capture capture = mirror.begin(new Get());
      capture.bodyEnd();
      capture.end();
      Exchange exchange = Objects.requireNonNull(exchanges.poll(10, TimeUnit.SECONDS));
      assertThat(exchange.outcome()).isEqualTo(Outcome.CONNECT_FAILED);
      assertThat(exchange.cause()).hasMessageContaining("is allowed");
    }
  }

  /** The least that can be mirrored. */
  private static final class Get implements RequestView {

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
      fields.accept("Host", "a");
    }

    @Override
    public long bodyLength() {
      return 0;
    }

    @Override
    public @Nullable String clientAddress() {
      return null;
    }
  }
}
