package ai.matih.mirror.test;

import static ai.matih.mirror.test.WireRequest.get;
import static ai.matih.mirror.test.WireRequest.post;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.Outcome;
import java.io.IOException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Methods, bodies and their framings are copied exactly, however the application reads them. */
interface BodyContract extends ContractPart {

  @Test
  default void get_withoutBody() throws Exception {
    rig().mirrored(get("/echo?a=1&b=2"));
  }

  @Test
  default void get_withBody() throws Exception {
    rig().mirrored(get("/echo").withBody("a query in a body"));
  }

  @Test
  default void head() throws Exception {
    rig().mirrored(WireRequest.of("HEAD", "/echo?a"));
  }

  @TestFactory
  default Stream<DynamicTest> everyMethod() throws Exception {
    Rig rig = rig();
    return Stream.of("OPTIONS", "PUT", "PATCH", "DELETE", "PROPFIND", "QUERY", "M-SEARCH", "get")
        .map(
            method ->
                DynamicTest.dynamicTest(
                    method,
                    () -> {
                      rig.mirroredIfOffered(
                          WireRequest.of(method, "/echo"), Outcome.MALFORMED_REQUEST);
                      rig.mirroredIfOffered(
                          WireRequest.of(method, "/echo").withBody("body"),
                          Outcome.MALFORMED_REQUEST);
                    }));
  }

  @Test
  default void post_withLength() throws Exception {
    rig().mirrored(post("/echo", "hello"));
  }

  @Test
  default void post_inChunks() throws Exception {
    rig().mirrored(WireRequest.of("POST", "/echo").withChunks("hello, world", 5));
  }

  @Test
  default void post_inChunksOfOneByte() throws Exception {
    rig().mirrored(WireRequest.of("POST", "/echo").withChunks(Bodies.ofLength(2000), 1));
  }

  @Test
  default void post_emptyWithLength() throws Exception {
    rig().mirrored(post("/echo", ""));
  }

  @Test
  default void post_emptyInChunks() throws Exception {
    rig().mirrored(WireRequest.of("POST", "/echo").withChunks("", 1));
  }

  @Test
  default void post_withoutFraming() throws Exception {
    rig().mirrored(WireRequest.of("POST", "/echo"));
  }

  @Test
  default void post_everyByteValue() throws Exception {
    rig().mirrored(post("/echo", Bodies.ofLength(256)));
  }

  @Test
  default void form_readAsBytes() throws Exception {
    rig()
        .mirrored(
            post("/echo?a=0", "a=1&b=%C3%A9+x&a=2&c")
                .with("Content-Type", "application/x-www-form-urlencoded"));
  }

  @TestFactory
  default Stream<DynamicTest> everySize() throws Exception {
    Rig rig = rig();
    return IntStream.of(0, 1, 8191, 8192, 8193, 65535, 65536, 65537, 1_000_000)
        .mapToObj(
            size ->
                DynamicTest.dynamicTest(
                    size + " bytes",
                    () -> {
                      String body = Bodies.ofLength(size);
                      rig.mirrored(post("/echo", body));
                      rig.mirrored(WireRequest.of("POST", "/echo").withChunks(body, 4000));
                    }));
  }

  @Test
  default void chunkExtensionsAndTrailers_areNotCopied() throws Exception {
    Rig rig = rig();
    WireRequest request = WireRequest.of("POST", "/echo").withChunks("hello, world", 12);
    String chunks = "5;name=value\r\nhello\r\n007\r\n, world\r\n0\r\nX-Trailer: 1\r\n\r\n";
    rig.exchange(request.head() + chunks, "POST");
    rig.copied(request);
  }

  @Test
  default void readExactlyToItsLength() throws Exception {
    rig().mirrored(post(TestApp.READ_EXACTLY, Bodies.ofLength(20_000)));
  }

  @Test
  default void readByteByByte() throws Exception {
    Rig rig = rig();
    rig.mirrored(post(TestApp.READ_BYTEWISE, Bodies.ofLength(20_000)));
    rig.mirrored(
        WireRequest.of("POST", TestApp.READ_BYTEWISE).withChunks(Bodies.ofLength(3_000), 7));
  }

  @Test
  default void notRead_isCopiedWholeOrNotAtAll() throws Exception {
    Rig rig = rig();
    WireRequest request = post(TestApp.UNREAD, Bodies.ofLength(1000));
    rig.exchange(request);
    rig.copiedOr(request, Outcome.BODY_INCOMPLETE);
  }

  @Test
  default void readInPart_isCopiedWholeOrNotAtAll() throws Exception {
    Rig rig = rig();
    WireRequest request = post(TestApp.READ_PART, Bodies.ofLength(1000));
    rig.exchange(request);
    rig.copiedOr(request, Outcome.BODY_INCOMPLETE);
    WireRequest chunked =
        WireRequest.of("POST", TestApp.READ_PART).withChunks(Bodies.ofLength(1000), 100);
    rig.exchange(chunked);
    rig.copiedOr(chunked, Outcome.BODY_INCOMPLETE);
  }

  @Test
  default void expectContinue() throws Exception {
    Rig rig = rig();
    WireRequest request = post("/echo", "after the interim reply").with("Expect", "100-continue");
    Reply plain;
    try (RawClient client = rig.connectPlain()) {
      plain = continued(client, request);
    }
    try (RawClient client = rig.connect()) {
      assertThat(continued(client, request).masked()).isEqualTo(plain.masked());
    }
    rig.copied(request);
  }

  private static Reply continued(RawClient client, WireRequest request) throws IOException {
    Reply interim = client.send(request.head()).next(request.method());
    assertThat(interim.status()).isEqualTo(100);
    return client.send(request.framedBody()).reply(request.method());
  }
}
