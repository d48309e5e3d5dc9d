package ai.matih.mirror.test;

import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.MirrorConfig;
import ai.matih.mirror.Outcome;
import ai.matih.mirror.TrafficMirror;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No character of a request makes a target read anything but that one request. */
class MalformedRequestTest {

  /** Where a character stands. */
  enum Place {
    METHOD(c -> WireRequest.of("G" + c + "T", "/")),
    METHOD_END(c -> WireRequest.of("GET" + c, "/")),
    TARGET_START(c -> WireRequest.get(c + "/")),
    TARGET(c -> WireRequest.get("/a" + c + "b")),
    TARGET_END(c -> WireRequest.get("/a" + c)),
    NAME(c -> WireRequest.get("/").with("X" + c + "Y", "value")),
    NAME_START(c -> WireRequest.get("/").with(c + "X", "value")),
    VALUE(c -> WireRequest.get("/").with("X-Field", "a" + c + "b"));

    @SuppressWarnings("ImmutableEnumChecker") // a function of its argument only
    final Function<String, WireRequest> request;

    Place(Function<String, WireRequest> request) {
      this.request = request;
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyCharacter_isCopiedExactlyOrTheCopyIsDropped(Place place) {
    // All bytes, and what becomes CR, LF, space, colon or NUL when only its low byte is kept.
    IntStream characters =
        IntStream.concat(
            IntStream.range(0, 256),
            IntStream.of(
                0x100, 0x10A, 0x10D, 0x120, 0x13A, 0x2028, 0x2029, 0x760A, 0x760D, 0xFF0A, 0xFFFD));
    try (Recorder recorder = Recorder.start();
        TrafficMirror mirror =
            TrafficMirror.builder("nasty")
                .to(MirrorConfig.of("127.0.0.1", recorder.port()).withLogResponses(false))
                .build()) {
      Stream<String> texts =
          Stream.concat(
              characters.mapToObj(Character::toString),
              Stream.of("\r\nX-Injected: 1\r\n", "\u760D\u760AX: 1", " HTTP/1.1\r\n\r\nGET /"));
      long[] copied = {0};
      texts.forEach(
          text -> {
            WireRequest request = place.request.apply(text);
            Offers.offer(mirror, request);
            Offers.settle(mirror);
            if (mirror.stats().count(Outcome.RESPONDED) > copied[0]) {
              copied[0]++;
              assertExact(request, recorder.take());
            }
          });
      assertThat(copied[0]).as("copies").isPositive();
      assertThat(mirror.stats().offered())
          .isEqualTo(
              copied[0]
                  + mirror.stats().count(Outcome.MALFORMED_REQUEST)
                  + mirror.stats().count(Outcome.FILTERED));
      recorder.assertQuiet();
    }
  }

  private static void assertExact(WireRequest request, RecordedRequest copy) {
    assertThat(copy.method()).isEqualTo(request.method());
    assertThat(copy.target()).isEqualTo(request.target());
    request.fields().stream()
        .filter(field -> !field.is("Host"))
        .forEach(field -> assertThat(copy.fields()).contains(field));
    assertThat(copy.body()).isEmpty();
  }
}
