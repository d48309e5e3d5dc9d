package ai.matih.mirror.test;

import static ai.matih.mirror.test.WireRequest.get;
import static ai.matih.mirror.test.WireRequest.post;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Header fields: those of the request are copied, those of the connection are not. */
interface FieldContract extends ContractPart {

  @Test
  default void repeatedFields_keepTheirOrder() throws Exception {
    rig()
        .mirrored(
            get("/echo")
                .with("X-One", "b")
                .with("Accept", "text/plain")
                .with("x-one", "a")
                .with("X-One", "b")
                .with("Accept", "*/*;q=0.1"));
  }

  @Test
  default void values_areCopiedAsTheyAre() throws Exception {
    rig()
        .mirrored(
            get("/echo")
                .with("X-Empty", "")
                .with("X-Inner", "a b\tc")
                .with("X-Quoted", "\"a, b\"; c=\"\\\"\"")
                .with("X-List", "a,, b ,")
                .with("Cookie", "a=1; b=\"2\"; a=3")
                .with("Authorization", "Bearer x.y.z")
                .with("If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT")
                .with("Accept-Encoding", "gzip, br")
                .with("X-Long", "v".repeat(4000)));
  }

  @Test
  default void manyFields_areAllCopied() throws Exception {
    WireRequest request = get("/echo");
    for (int i = 0; i < 80; i++) {
      request = request.with("X-Field-" + i % 40, "value " + i);
    }
    rig().mirrored(request);
  }

  @Test
  default void traceContext_travelsUnchanged() throws Exception {
    rig()
        .mirrored(
            get("/echo")
                .with("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .with("tracestate", "a=b,c=d")
                .with("b3", "0"));
  }

  @Test
  default void hopByHopFields_stayHome() throws Exception {
    rig()
        .mirrored(
            get("/echo")
                .with("Keep-Alive", "timeout=5")
                .with("Proxy-Connection", "keep-alive")
                .with("Proxy-Authenticate", "Basic")
                .with("Proxy-Authorization", "Basic eDp5")
                .with("TE", "gzip")
                .with("X-Kept", "1"));
  }

  @Test
  default void upgradeFieldsThatAskForNothing_stayHome() throws Exception {
    Rig rig = rig();
    // Without Connection they mean nothing; some servers refuse them then.
    WireRequest upgrade = get("/echo").with("Upgrade", "some-protocol");
    rig.mirroredIfOffered(upgrade, Outcome.MALFORMED_REQUEST);
    WireRequest settings = get("/echo").with("HTTP2-Settings", "AAMAAABkAAQAAP__");
    rig.mirroredIfOffered(settings, Outcome.MALFORMED_REQUEST);
  }

  @Test
  default void fieldsThatConnectionNames_stayHome() throws Exception {
    rig()
        .mirrored(
            get("/echo")
                .with("X-Hop", "1")
                .with("Connection", "x-hop ,X-HOP-2")
                .with("X-Kept", "1")
                .with("x-hop-2", "1")
                .with("X-Hop", "2"));
  }

  @Test
  default void teTrailers_travelsForGrpc() throws Exception {
    rig()
        .mirrored(
            post("/echo", "message")
                .with("Content-Type", "application/grpc")
                .with("TE", "trailers"));
  }

  @Test
  default void forwardedHost_ofTheClientIsKept() throws Exception {
    rig().mirrored(get("/echo").with("X-Forwarded-Host", "first.example"));
  }

  @Test
  default void preserveHost_keepsTheClientsHost() throws Exception {
    RecordedRequest copy =
        rig(settings -> settings.preserveHost()).preservingHost().mirrored(get("/echo"));
    assertThat(copy.values("Host")).containsExactly(WireRequest.HOST);
  }

  @Test
  default void requestWithoutHost_getsTheMirrors() throws Exception {
    Rig rig = rig();
    WireRequest request = get("/echo").without("Host");
    rig.exchange(request.wire().replace("HTTP/1.1", "HTTP/1.0"), "GET");
    rig.copied(request);
  }

  @Test
  default void withoutCredentials_leavesThemOut() throws Exception {
    rig(settings -> settings.withoutCredentials("X-Session"))
        .changing(List.of("Authorization", "Cookie", "X-Api-Key", "X-Session"), List.of())
        .mirrored(
            get("/echo")
                .with("authorization", "Bearer x")
                .with("Cookie", "a=1")
                .with("X-API-Key", "k")
                .with("x-session", "s")
                .with("X-Kept", "1"));
  }

  @Test
  default void setHeader_replacesTheClients() throws Exception {
    rig(settings -> settings.setHeader("Authorization", "Bearer mirror").dropHeader("X-Dropped"))
        .changing(List.of("X-Dropped"), List.of(new Field("Authorization", "Bearer mirror")))
        .mirrored(
            get("/echo")
                .with("authorization", "Bearer client")
                .with("X-Dropped", "1")
                .with("X-Kept", "1"));
  }

  @Test
  default void aCopy_isNotCopiedAgain() throws Exception {
    rig().notMirrored(get("/echo").with("x-traffic-mirror", "other-route"), Outcome.FILTERED);
  }

  @Test
  default void aMarkerThatIsNotBelieved_isReplaced() throws Exception {
    rig(settings -> settings.believeMarkerIf(request -> false))
        .mirrored(get("/echo").with("X-Traffic-Mirror", "forged"));
  }

  @Test
  default void anUpgrade_isFiltered() throws Exception {
    rig()
        .filtered(
            get("/echo").with("Connection", "keep-alive, Upgrade").with("Upgrade", "some-protocol"),
            Feature.UPGRADE);
  }

  @TestFactory
  default Stream<DynamicTest> bytesOutsideAscii_areExactOrTheCopyIsDropped() throws Exception {
    Rig rig = rig();
    return Stream.of("\u00C3\u00A9", "\u00E9", "\u0080\u00FF", "\u00C3", "\u00F0\u009F\u0098\u0080")
        .map(
            value ->
                DynamicTest.dynamicTest(
                    value,
                    () ->
                        rig.mirroredIfOffered(
                            get("/echo").with("X-Field", value), Outcome.MALFORMED_REQUEST)));
  }

  @TestFactory
  default Stream<DynamicTest> controlCharacters_areExactOrTheCopyIsDropped() throws Exception {
    Rig rig = rig();
    return Stream.of(1, 8, 0x0B, 0x0C, 0x1F, 0x7F)
        .map(
            c ->
                DynamicTest.dynamicTest(
                    "character " + c, () -> controlCharacter(rig, (char) (int) c)));
  }

  private static void controlCharacter(Rig rig, char c) throws IOException {
    rig.mirroredIfOffered(get("/echo").with("X-Field", "a" + c + "b"), Outcome.MALFORMED_REQUEST);
    rig.mirroredIfOffered(get("/a" + c + "b"), Outcome.MALFORMED_REQUEST);
  }
}
