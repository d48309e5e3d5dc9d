package ai.matih.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a copy's head contains, field by field. */
class HeadCopyTest {
  private static List<String> copy(
      RequestView request, UnaryOperator<TrafficMirrorBuilder> settings, int bodyLength) {
    HeadRules rules = settings.apply(TrafficMirror.builder("route")).headRules();
    HeadCopy copy = new HeadCopy(request, rules, "mirror:8000");
    String[] fields = copy.fields(false, bodyLength);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < copy.size(); i += 2) {
      lines.add(fields[i] + ": " + fields[i + 1]);
    }
    return lines;
  }

  private static List<String> copy(RequestView request) {
    return copy(request, UnaryOperator.identity(), 0);
  }

  /** The request's own fields in the copy, without those that every copy gets. */
  private static List<String> kept(String... fields) {
    return copy(TestRequest.get("/", fields)).stream()
        .filter(line -> !line.equals("Host: mirror:8000"))
        .filter(line -> !line.equals("X-Traffic-Mirror: route"))
        .toList();
  }

  @Test
  void endToEndFields_areKeptInOrderWithDuplicatesAndCase() {
    assertThat(
            copy(
                TestRequest.get(
                    "/",
                    "accept",
                    "a",
                    "HOST",
                    "primary:80",
                    "X-Dup",
                    "1",
                    "x-dup",
                    "2",
                    "ACCEPT",
                    "b, c",
                    "X-Empty",
                    "",
                    "X-Latin",
                    "caf\u00E9",
                    "User-Agent",
                    "test",
                    "X-Dup",
                    "1",
                    "Authorization",
                    "Bearer t",
                    "Cookie",
                    "a=b",
                    "X-Api-Key",
                    "k",
                    "traceparent",
                    "tp",
                    "tracestate",
                    "ts",
                    "b3",
                    "0",
                    "Forwarded",
                    "for=x",
                    "Range",
                    "bytes=0-1",
                    "If-None-Match",
                    "\"e\"")))
        .containsExactly(
            "accept: a",
            "HOST: mirror:8000",
            "X-Dup: 1",
            "x-dup: 2",
            "ACCEPT: b, c",
            "X-Empty: ",
            "X-Latin: caf\u00E9",
            "User-Agent: test",
            "X-Dup: 1",
            "Authorization: Bearer t",
            "Cookie: a=b",
            "X-Api-Key: k",
            "traceparent: tp",
            "tracestate: ts",
            "b3: 0",
            "Forwarded: for=x",
            "Range: bytes=0-1",
            "If-None-Match: \"e\"",
            "X-Forwarded-Host: primary:80",
            "X-Traffic-Mirror: route");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection",
        "Keep-Alive",
        "Proxy-Connection",
        "Proxy-Authenticate",
        "Proxy-Authorization",
        "TE",
        "Trailer",
        "Upgrade",
        "HTTP2-Settings",
        "Expect",
        "X-Traffic-Mirror",
        "x-http2-scheme",
        "X-HTTP2-Stream-Id",
      })
  void hopByHopField_isRemovedInAnyCase(String name) {
    for (String cased :
        List.of(
            name,
            name.toLowerCase(java.util.Locale.ROOT),
            name.toUpperCase(java.util.Locale.ROOT))) {
      assertThat(kept("A", "1", cased, "x-value", "B", "2")).containsExactly("A: 1", "B: 2");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Hop",
        "keep-alive, X-Hop",
        "close,x-hop",
        " X-HOP\t, other",
        "z,,X-Hop,",
        "te, X-Hop"
      })
  void field_thatConnectionNames_isRemoved(String connection) {
    assertThat(kept("A", "1", "X-Hop", "h", "Connection", connection, "x-hop", "h2", "X-Hops", "3"))
        .containsExactly("A: 1", "X-Hops: 3");
  }

  @Test
  void field_thatASecondConnectionFieldNames_isRemoved() {
    assertThat(kept("X-A", "1", "X-B", "2", "connection", "X-A", "Connection", "X-B")).isEmpty();
  }

  @Test
  void connection_cannotRemoveWhatTheMirrorPutsIn() {
    String names = "Host, X-Traffic-Mirror, X-Forwarded-Host, Content-Length, X-Set";
    assertThat(
            copy(
                TestRequest.post(3, "Host", "primary", "Connection", names),
                builder -> builder.setHeader("X-Set", "s"),
                3))
        .containsExactly(
            "Host: mirror:8000",
            "X-Forwarded-Host: primary",
            "X-Set: s",
            "X-Traffic-Mirror: route",
            "Content-Length: 3");
  }

  @Test
  void te_isKeptForGrpcTrailersOnly() {
    assertThat(kept("TE", "trailers")).isEmpty();
    assertThat(kept("TE", "trailers", "Content-Type", "application/grpc"))
        .containsExactly("TE: trailers", "Content-Type: application/grpc");
    assertThat(kept("te", "trailers", "content-type", "application/grpc+proto"))
        .containsExactly("te: trailers", "content-type: application/grpc+proto");
    assertThat(kept("TE", "gzip", "Content-Type", "application/grpc"))
        .containsExactly("Content-Type: application/grpc");
    assertThat(kept("TE", "trailers", "Content-Type", "application/json"))
        .containsExactly("Content-Type: application/json");
  }

  @Test
  void host_ofTheClient_travelsAsForwardedHost() {
    assertThat(copy(TestRequest.get("/", "Host", "primary")))
        .containsExactly(
            "Host: mirror:8000", "X-Forwarded-Host: primary", "X-Traffic-Mirror: route");
  }

  @Test
  void forwardedHost_ofAProxyBefore_isKept() {
    assertThat(copy(TestRequest.get("/", "x-forwarded-host", "outer", "Host", "primary")))
        .containsExactly("x-forwarded-host: outer", "Host: mirror:8000", "X-Traffic-Mirror: route");
  }

  @Test
  void host_preserved_isTheClients() {
    assertThat(
            copy(
                TestRequest.get("/", "A", "1", "host", "primary:81"),
                TrafficMirrorBuilder::preserveHost,
                0))
        .containsExactly("A: 1", "host: primary:81", "X-Traffic-Mirror: route");
  }

  @Test
  void host_absent_isTheMirrors() {
    List<String> fields = List.of("A: 1", "Host: mirror:8000", "X-Traffic-Mirror: route");
    assertThat(copy(TestRequest.get("/", "A", "1"))).isEqualTo(fields);
    assertThat(copy(TestRequest.get("/", "A", "1"), TrafficMirrorBuilder::preserveHost, 0))
        .isEqualTo(fields);
  }

  @Test
  void framing_isRebuiltFromTheBody() {
    assertThat(framing(TestRequest.get("/"), 0)).isEmpty();
    assertThat(framing(TestRequest.of("HEAD", "/"), 0)).isEmpty();
    assertThat(framing(TestRequest.of("DELETE", "/"), 0)).isEmpty();
    assertThat(framing(TestRequest.of("OPTIONS", "*"), 0)).isEmpty();
    assertThat(framing(TestRequest.of("POST", "/"), 0)).containsExactly("Content-Length: 0");
    assertThat(framing(TestRequest.of("PUT", "/"), 0)).containsExactly("Content-Length: 0");
    assertThat(framing(TestRequest.of("PATCH", "/"), 0)).containsExactly("Content-Length: 0");
    assertThat(framing(TestRequest.post(0), 0)).containsExactly("Content-Length: 0");
    assertThat(framing(TestRequest.post(5), 5)).containsExactly("Content-Length: 5");
    assertThat(framing(TestRequest.chunked(), 0)).containsExactly("Content-Length: 0");
    assertThat(framing(TestRequest.chunked(), 70_000)).containsExactly("Content-Length: 70000");
    assertThat(framing(TestRequest.get("/", "Transfer-Encoding", "chunked"), 0))
        .containsExactly("Content-Length: 0");
    assertThat(framing(TestRequest.get("/"), 4)).containsExactly("Content-Length: 4");
    assertThat(framing(TestRequest.of("DELETE", "/", "content-length", "4"), 4))
        .containsExactly("Content-Length: 4");
  }

  @Test
  void framing_ofTheClient_neverTravels() {
    assertThat(
            framing(
                TestRequest.of(
                    "POST",
                    "/",
                    "Content-Length",
                    "5",
                    "content-length",
                    "6",
                    "TRANSFER-ENCODING",
                    "chunked",
                    "Transfer-Encoding",
                    "gzip, chunked"),
                3))
        .containsExactly("Content-Length: 3");
  }

  private static List<String> framing(RequestView request, int bodyLength) {
    return copy(request, UnaryOperator.identity(), bodyLength).stream()
        .filter(line -> line.matches("(?i)(content-length|transfer-encoding):.*"))
        .toList();
  }

  @Test
  void withoutCredentials_dropsThemAndWhatIsNamed() {
    assertThat(
            copy(
                TestRequest.get(
                    "/",
                    "authorization",
                    "s",
                    "Cookie",
                    "s",
                    "PROXY-AUTHORIZATION",
                    "s",
                    "x-api-key",
                    "s",
                    "X-Token",
                    "s",
                    "X-Tokens",
                    "kept"),
                builder -> builder.withoutCredentials("x-token"),
                0))
        .containsExactly("X-Tokens: kept", "Host: mirror:8000", "X-Traffic-Mirror: route");
  }

  @Test
  void setHeader_replacesEveryFieldOfTheName() {
    assertThat(
            copy(
                TestRequest.get("/", "authorization", "a", "Authorization", "b", "A", "1"),
                builder ->
                    builder
                        .withoutCredentials()
                        .setHeader("X-First", "1")
                        .setHeader("Authorization", "old")
                        .setHeader("AUTHORIZATION", "mirror's own"),
                0))
        .containsExactly(
            "A: 1",
            "Host: mirror:8000",
            "X-First: 1",
            "AUTHORIZATION: mirror's own",
            "X-Traffic-Mirror: route");
  }

  @Test
  void dropHeader_dropsItInAnyCase() {
    assertThat(
            copy(
                TestRequest.get("/", "x-a", "1", "X-B", "2", "X-C", "3"),
                builder -> builder.dropHeader("X-A").dropHeader("x-b"),
                0))
        .containsExactly("X-C: 3", "Host: mirror:8000", "X-Traffic-Mirror: route");
  }

  @Test
  void marker_ofTheClient_isReplaced() {
    assertThat(kept("x-traffic-mirror", "other-route", "X-TRAFFIC-MIRROR", "x")).isEmpty();
  }

  @Test
  void marker_saysThatABodyWasReconstructed() {
    HeadCopy copy =
        new HeadCopy(TestRequest.post(3), TrafficMirror.builder("route").headRules(), "m");
    assertThat(Arrays.asList(copy.fields(true, 3)))
        .contains("X-Traffic-Mirror", "route; body=reconstructed");
  }

  @Test
  void manyFields_areAllKept() {
    String[] fields = new String[20_000];
    for (int i = 0; i < fields.length; i += 2) {
      fields[i] = "X-" + i;
      fields[i + 1] = Integer.toString(i);
    }
    assertThat(kept(fields)).hasSize(10_000).startsWith("X-0: 0").endsWith("X-19998: 19998");
  }

  @Test
  void oddNames_areKeptAsTheyAre() {
    assertThat(kept("", "1", "é", "2", "\u212Aeep-Alive", "3", "x-http", "4", "\uFFFF", "5"))
        .containsExactly(": 1", "é: 2", "\u212Aeep-Alive: 3", "x-http: 4", "\uFFFF: 5");
  }

  @Test
  void characters_countEverythingThatIsHeld() {
    TestRequest request = TestRequest.get("/path?q", "Name", "value", "Connection", "close");
    HeadCopy copy = new HeadCopy(request, TrafficMirror.builder("r").headRules(), "mirror:1");
    assertThat(copy.characters()).isEqualTo("GET/path?qNamevalueHostmirror:1".length());
    assertThat(copy.method).isEqualTo("GET");
    assertThat(copy.target).isEqualTo("/path?q");
  }

  @Test
  void method_isKeptWhateverItIs() {
    for (String method : List.of("PROPFIND", "get", "M-SEARCH", "X")) {
      HeadCopy copy =
          new HeadCopy(TestRequest.of(method, "/"), TrafficMirror.builder("r").headRules(), "m");
      assertThat(copy.method).isEqualTo(method);
    }
  }
}
