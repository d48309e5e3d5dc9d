package ai.matih.mirror.servlet;

import static ai.matih.mirror.test.WireRequest.get;
import static ai.matih.mirror.test.WireRequest.post;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.Exchange;
import ai.matih.mirror.Outcome;
import ai.matih.mirror.TrafficMirrorBuilder;
import ai.matih.mirror.test.RecordedRequest;
import ai.matih.mirror.test.WireRequest;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How applications take a request's body. */
interface RequestTraps extends Traps {
  String FORM = "application/x-www-form-urlencoded";
  String MULTIPART =
      String.join(
          "\r\n",
          "--b",
          "Content-Disposition: form-data; name=\"one\"",
          "",
          "1",
          "--b",
          "Content-Disposition: form-data; name=\"f\"; filename=\"f\"",
          "",
          "file",
          "--b--",
          "");

  private static void parameters(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    StringBuilder text = new StringBuilder();
    request
        .getParameterMap()
        .forEach((name, values) -> text.append(name).append(Arrays.toString(values)).append(' '));
    response.getOutputStream().print(text.toString());
  }

  @Test
  default void s01_formReadByGetParameter_isCounted() throws Exception {
    Twins twins = twins(RequestTraps::parameters);
    String reply = twins.exchange(post("/?a=q", "a=1&b=2").with("Content-Type", FORM));
    assertThat(reply).contains("a[q, 1]").contains("b[2]");
    twins.dropped(Outcome.BODY_UNREADABLE);
  }

  @Test
  default void s01_formReadByGetParameter_isRebuiltWhereThatIsAskedFor() throws Exception {
    Twins twins =
        twins(
            WebApp.of(((App) RequestTraps::parameters).servlet()),
            TrafficMirrorBuilder::reconstructForms);
    String type = FORM + "; charset=UTF-8";
    twins.exchange(post("/?a=q", "a=1&b=%C3%A9+x").with("Content-Type", type));
    RecordedRequest copy = twins.copied();
    assertThat(copy.body().split("&", -1)).containsExactlyInAnyOrder("a=1", "b=%C3%A9+x");
    assertThat(copy.values("X-Traffic-Mirror")).containsExactly("traps; body=reconstructed");
    assertThat(copy.target()).isEqualTo("/?a=q");
  }

  @Test
  default void s01_formOfUnnamedCharset_isRebuiltOnlyFromAscii() throws Exception {
    Twins twins =
        twins(
            WebApp.of(
                ((App)
                        (request, response) ->
                            response.setStatus(200 + request.getParameterMap().size()))
                    .servlet()),
            TrafficMirrorBuilder::reconstructForms);
    twins.exchange(post("/", "a=1").with("Content-Type", FORM));
    assertThat(twins.copied().body()).isEqualTo("a=1");
    twins.exchange(post("/", "a=%C3%A9").with("Content-Type", FORM));
    twins.dropped(Outcome.BODY_UNREADABLE);
  }

  @Test
  default void s01_formOfAnotherMethod_isNotRebuilt() throws Exception {
    Twins twins =
        twins(
            WebApp.of(((App) RequestTraps::parameters).servlet()),
            TrafficMirrorBuilder::reconstructForms);
    twins.exchange(WireRequest.of("PUT", "/").withBody("a=1").with("Content-Type", FORM));
    twins.dropped(Outcome.BODY_UNREADABLE);
  }

  @Test
  default void s01_parameterOfTheQuery_thenTheStream() throws Exception {
    Twins twins =
        twins(
            (request, response) -> {
              String parameter = request.getParameter("a");
              byte[] body = request.getInputStream().readAllBytes();
              response.getOutputStream().print(parameter + body.length);
            });
    String reply = twins.exchange(post("/?a=q", "b=1").with("Content-Type", FORM));
    if (reply.endsWith("q3")) {
      assertThat(twins.copied().body()).isEqualTo("b=1");
    } else {
      Exchange exchange = twins.ended();
      assertThat(exchange.outcome().kind()).isEqualTo(Outcome.Kind.DROPPED);
    }
  }

  @Test
  default void s02_parametersOfOtherTypes_leaveTheBodyToTheApplication() throws Exception {
    Twins twins =
        twins(
            (request, response) -> {
              String parameter = request.getParameter("a");
              byte[] body = request.getInputStream().readAllBytes();
              response.getOutputStream().print(parameter + body.length);
            });
    String reply = twins.exchange(post("/?a=q", "{}").with("Content-Type", "application/json"));
    assertThat(reply).endsWith("q2");
    assertThat(twins.copied().body()).isEqualTo("{}");
  }

  @Test
  default void s03_partsOfMultipart() throws Exception {
    Twins twins =
        twins(
            (request, response) ->
                response
                    .getOutputStream()
                    .print(request.getParts().size() + request.getParameter("one")));
    String reply =
        twins.exchange(
            post("/", MULTIPART).with("Content-Type", "multipart/form-data; boundary=b"));
    assertThat(reply).endsWith("21");
    if (on("Undertow")) {
      assertThat(twins.copied().body()).isEqualTo(MULTIPART);
    } else {
      twins.dropped(Outcome.BODY_UNREADABLE);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10, 99})
  default void s04_bodyReadInPart_isNotCopied(int count) throws Exception {
    Twins twins =
        twins(
            (request, response) -> {
              byte[] read = count == 0 ? new byte[0] : request.getInputStream().readNBytes(count);
              response.getOutputStream().print(read.length);
            });
    twins.exchange(post("/", "x".repeat(100)));
    twins.dropped(Outcome.BODY_INCOMPLETE);
    twins.exchange(WireRequest.of("POST", "/").withChunks("x".repeat(100), 7));
    twins.dropped(Outcome.BODY_INCOMPLETE);
  }

  @Test
  default void s05_bodyReadToItsLengthOnly_isWhole() throws Exception {
    Twins twins =
        twins(
            (request, response) ->
                response.getOutputStream().print(request.getInputStream().readNBytes(100).length));
    twins.exchange(post("/", "x".repeat(100)));
    assertThat(twins.copied().body()).isEqualTo("x".repeat(100));
  }

  @Test
  default void s05_chunkedBodyOfWhichTheEndIsNotRead_isWholeOrCounted() throws Exception {
    Twins twins =
        twins(
            (request, response) ->
                response.getOutputStream().print(request.getInputStream().readNBytes(100).length));
    twins.exchange(WireRequest.of("POST", "/").withChunks("x".repeat(100), 50));
    twins.copiedOrDropped("x".repeat(100), Outcome.BODY_INCOMPLETE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"text/plain", "text/plain; charset=UTF-8", "text/plain; charset=ISO-8859-1"})
  default void s07_bodyReadByGetReader_isExact(String type) throws Exception {
    Twins twins = twins(RequestTraps::readLines);
    String body = "{\"a\":\r\n\"\u00C3\u00A9\u00F0\u009F\u0098\u0080\"}\n".repeat(3000);
    twins.exchange(post("/", body).with("Content-Type", type));
    assertThat(twins.copied().body()).isEqualTo(body);
    twins.exchange(WireRequest.of("POST", "/").withChunks(body, 1001).with("Content-Type", type));
    assertThat(twins.copied().body()).isEqualTo(body);
  }

  @Test
  default void s07_bodyReadByGetReaderInAnotherCharset_isCopiedIfAscii() throws Exception {
    Twins twins = twins(RequestTraps::readLines);
    WireRequest ascii = post("/", "{}").with("Content-Type", "text/plain; charset=windows-1252");
    twins.exchange(ascii);
    assertThat(twins.copied().body()).isEqualTo("{}");
    twins.exchange(post("/", "\u0080").with("Content-Type", "text/plain; charset=windows-1252"));
    twins.copiedOrDropped("\u0080", Outcome.BODY_UNREADABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "US-ASCII", "no-such-charset"})
  default void s07_malformedText_isTheApplicationsBusiness(String charset) throws Exception {
    Twins twins = twins(RequestTraps::readLines);
    twins.exchange(post("/", "a\u00C3b").with("Content-Type", "text/plain; charset=" + charset));
    Exchange exchange = twins.ended();
    if (exchange.outcome() == Outcome.RESPONDED) {
      assertThat(twins.recorder.take().body()).isEqualTo("a\u00C3b");
    } else {
      assertThat(exchange.outcome().kind()).isEqualTo(Outcome.Kind.DROPPED);
    }
  }

  @Test
  default void s07_charsetSetLate_isObeyed() throws Exception {
    Twins twins =
        twins(
            (request, response) -> {
              request.setCharacterEncoding("UTF-8");
              readLines(request, response);
            });
    String reply = twins.exchange(post("/", "\u00C3\u00A9"));
    assertThat(reply).endsWith("e9 ");
    assertThat(twins.copied().body()).isEqualTo("\u00C3\u00A9");
  }

  @Test
  default void s07_streamAfterReader_andTheReverse_failAsTheyDid() throws Exception {
    Twins twins =
        twins(
            (request, response) -> {
              boolean readerFirst = request.getQueryString() == null;
              try {
                if (readerFirst) {
                  request.getReader().readLine();
                  request.getInputStream();
                } else {
                  request.getInputStream().readAllBytes();
                  request.getReader();
                }
              } catch (IllegalStateException e) {
                response.getOutputStream().print("refused " + e.getMessage());
              }
            });
    assertThat(twins.exchange(post("/", "body"))).contains("refused");
    assertThat(twins.copied().body()).isEqualTo("body");
    assertThat(twins.exchange(post("/?stream", "body"))).contains("refused");
    assertThat(twins.copied().body()).isEqualTo("body");
  }

  private static void readLines(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    StringBuilder codes = new StringBuilder();
    try {
      BufferedReader reader = request.getReader();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        line.chars().forEach(c -> codes.append(Integer.toHexString(c)).append(' '));
      }
    } catch (IOException e) {
      codes.append(e.getClass());
    }
    response.getOutputStream().print(codes.toString());
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  default void s08_bodyReadIntoByteBuffers_isExact(boolean direct) throws Exception {
    Twins twins =
        twins(
            (request, response) -> {
              ByteBuffer buffer = direct ? ByteBuffer.allocateDirect(7) : ByteBuffer.allocate(7);
              StringBuilder text = new StringBuilder();
              int read = read(request.getInputStream(), buffer.clear());
              while (read >= 0) {
                // Tomcat leaves the position where it was.
                text.append(StandardCharsets.ISO_8859_1.decode(buffer.clear().limit(read)));
                read = read(request.getInputStream(), buffer.clear());
              }
              response.getOutputStream().print(text.toString());
            });
    String body = "0123456789".repeat(10);
    assertThat(twins.exchange(post("/", body))).endsWith(body);
    assertThat(twins.copied().body()).isEqualTo(body);
  }

  /** As Servlet 6.1 has it, where the container does. */
  private static int read(ServletInputStream in, ByteBuffer buffer) throws Exception {
    try {
      return (int) ServletInputStream.class.getMethod("read", ByteBuffer.class).invoke(in, buffer);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    } catch (NoSuchMethodException e) {
      byte[] bytes = new byte[buffer.remaining()];
      int read = in.read(bytes);
      buffer.put(bytes, 0, Math.max(0, read));
      return read;
    }
  }

  @Test
  default void s15_forward_leavesTheCopyAsItWas() throws Exception {
    Twins twins =
        twins(
            (request, response) -> {
              if (request.getRequestURI().equals("/first")) {
                request.getRequestDispatcher("/second?x=2").forward(request, response);
              } else {
                byte[] body = request.getInputStream().readAllBytes();
                response.getOutputStream().print(request.getRequestURI() + body.length);
              }
            });
    assertThat(twins.exchange(post("/first?x=1", "body"))).endsWith("/second4");
    RecordedRequest copy = twins.copied();
    assertThat(copy.target()).isEqualTo("/first?x=1");
    assertThat(copy.body()).isEqualTo("body");
  }

  @Test
  default void s18_nextRequestOfTheConnection_doesNotLeakIntoTheCopy() throws Exception {
    Twins twins =
        twins((request, response) -> response.getOutputStream().print(request.getHeader("X-Who")));
    String first = get("/first").with("X-Who", "first").with("Cookie", "secret=1").wire();
    String second = get("/second").with("X-Who", "second").with("Connection", "close").wire();
    twins.exchange(first + second);
    for (int i = 0; i < 2; i++) {
      RecordedRequest copy = twins.copied();
      boolean isFirst = copy.target().equals("/first");
      assertThat(copy.values("X-Who")).containsExactly(isFirst ? "first" : "second");
      assertThat(copy.values("Cookie")).isEqualTo(isFirst ? List.of("secret=1") : List.of());
    }
  }

  @Test
  default void s28_upgrade_isLeftAlone() throws Exception {
    Twins twins =
        twins((request, response) -> response.getOutputStream().print(request.getMethod()));
    WireRequest upgrade = get("/").with("Connection", "Upgrade").with("Upgrade", "any");
    twins.exchange(upgrade.wire() + get("/").with("Connection", "close").wire());
    assertThat(twins.mirror.stats().count(Outcome.FILTERED)).isEqualTo(1);
    assertThat(twins.copied().values("Upgrade")).isEmpty();
  }

  @Test
  default void s31_expectContinue_isAnsweredAsWithoutUs() throws Exception {
    Twins twins =
        twins(
            (request, response) -> {
              if (request.getRequestURI().equals("/refuse")) {
                response.setStatus(417);
              } else {
                response.getOutputStream().print(request.getInputStream().readAllBytes().length);
              }
            });
    twins.exchange(post("/read", "body").with("Expect", "100-continue"));
    RecordedRequest copy = twins.copied();
    assertThat(copy.body()).isEqualTo("body");
    assertThat(copy.values("Expect")).isEmpty();
    twins.exchange(post("/refuse", "").with("Expect", "100-continue"));
    assertThat(twins.copied().body()).isEmpty();
  }

  @Test
  default void s38_targetAndFieldsOfOneName_areAsSent() throws Exception {
    Twins twins =
        twins((request, response) -> response.getOutputStream().print(request.getMethod()));
    twins.exchange(
        get("/a;p=1/%41%7e?x=%7a&&y=%20+")
            .with("X-Bytes", "\u00C3\u00A9\u00E9\u00FF")
            .with("X-Two", "1")
            .with("X-Other", "x")
            .with("X-Two", "2"));
    RecordedRequest copy = twins.copied();
    assertThat(copy.target()).isEqualTo("/a;p=1/%41%7e?x=%7a&&y=%20+");
    assertThat(copy.values("X-Bytes")).containsExactly("\u00C3\u00A9\u00E9\u00FF");
    assertThat(copy.values("X-Two")).containsExactly("1", "2");
  }

  @Test
  default void s38_queryOfOtherBytesThanAscii_isNotCopiedOrExact() throws Exception {
    Twins twins =
        twins((request, response) -> response.getOutputStream().print(request.getMethod()));
    String reply = twins.exchange(get("/a?\u00C3\u00A9"));
    if (reply.startsWith("HTTP/1.1 200")) {
      twins.dropped(Outcome.MALFORMED_REQUEST);
    } else {
      assertThat(twins.mirror.stats().offered()).isZero();
    }
  }
}
