package ai.matih.mirror.servlet;

import static ai.matih.mirror.test.WireRequest.get;
import static ai.matih.mirror.test.WireRequest.post;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.ObservedResponse;
import ai.matih.mirror.Outcome;
import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.test.Recorder;
import ai.matih.mirror.test.WireRequest;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How applications make a response. */
interface ResponseTraps extends Traps {

  @ParameterizedTest
  @ValueSource(strings = {"/sendError", "/throw"})
  default void s13_errorPage_isTheResponse(String path) throws Exception {
    Twins twins =
        twins(WebApp.of(failing().servlet()).withErrorPage("/page"), settings -> settings);
    String reply = twins.exchange(get(path));
    assertThat(reply).contains("a page for");
    ObservedResponse observed = twins.observed();
    assertThat(observed.status()).isEqualTo(path.equals("/throw") ? 500 : 404);
    Twins.assertWhole(observed, Twins.body(reply));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/sendError", "/throw"})
  default void s13_errorPageOfTheContainer_isKnownByItsStatus(String path) throws Exception {
    Twins twins = twins(failing());
    String reply = twins.exchange(get(path));
    ObservedResponse observed = twins.observed();
    assertThat(reply).startsWith("HTTP/1.1 " + observed.status());
    assertThat(observed.bodyWhole()).isFalse();
  }

  private static App failing() {
    return (request, response) -> {
      if (request.getDispatcherType() == DispatcherType.ERROR) {
        response.setContentLength(11);
        response.getOutputStream().print("a page for ");
        return;
      }
      response.getOutputStream().print("thrown away");
      if (request.getRequestURI().equals("/sendError")) {
        response.sendError(404, "gone");
      } else {
        throw new IllegalStateException("thrown by the application");
      }
    };
  }

  @Test
  default void s19_streamedBytes_leaveAtOnce() throws Exception {
    CountDownLatch seen = new CountDownLatch(1);
    Twins twins =
        twins(
            (request, response) -> {
              response.getOutputStream().print("first");
              response.flushBuffer();
              assertThat(seen.await(20, TimeUnit.SECONDS)).isTrue();
              response.getOutputStream().print("second");
            });
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), twins.mirrored.port())) {
      client.setSoTimeout(20_000);
      byte[] request = get("/").with("Connection", "close").wire().getBytes(StandardCharsets.UTF_8);
      client.getOutputStream().write(request);
      InputStream in = client.getInputStream();
      StringBuilder text = new StringBuilder();
      while (text.indexOf("first") < 0) {
        text.append((char) in.read());
      }
      assertThat(text).doesNotContain("second");
      seen.countDown();
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).contains("second");
    }
    Twins.assertWhole(twins.observed(), "firstsecond");
  }

  @Test
  default void s20_outerFilter_canStillChangeTheHead() throws Exception {
    App app = (request, response) -> response.getOutputStream().print("body");
    Filter outer =
        (request, response, chain) -> {
          chain.doFilter(request, response);
          ((HttpServletResponse) response).setHeader("X-After", "" + response.isCommitted());
        };
    Twins twins = twins(WebApp.of(app.servlet()).with(outer), settings -> settings);
    assertThat(twins.exchange(get("/"))).contains("X-After: false");
    Twins.assertWhole(twins.observed(), "body");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "ISO-8859-1", "UTF-16", "windows-1252"})
  default void s21_writer_isObservedInItsCharset(String charset) throws Exception {
    Twins twins =
        twins(
            (request, response) -> {
              response.setContentType("text/plain; charset=" + charset);
              PrintWriter writer = response.getWriter();
              writer.print("\u00E9\u20AC");
              writer.write("\uD83D");
              writer.write("\uDE00x", 0, 2);
              writer.println(true);
              writer.println();
              writer.append('c').append("seq").write(new char[] {'a', 'b'}, 1, 1);
              writer.print(1.5);
              writer.print("long ".repeat(5000));
              assertThat(writer.checkError()).isFalse();
            });
    String reply = twins.exchange(get("/"));
    ObservedResponse observed = twins.observed();
    assertThat(reply).startsWith("HTTP/1.1 200");
    if (charset.equals("ISO-8859-1") || charset.equals("windows-1252")) {
      assertThat(observed.bodyWhole()).as("what the charset lacks was seen").isFalse();
    } else {
      Twins.assertWhole(observed, Twins.body(reply));
    }
  }

  @Test
  default void s21_formattedText_isWrittenInTheContainersWay() throws Exception {
    Twins twins =
        twins(
            (request, response) -> {
              response.setLocale(Locale.GERMANY);
              response.getWriter().printf("%.1f", 1.5);
            });
    twins.exchange(get("/"));
    assertThat(twins.observed().bodyWhole()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/reset", "/resetBuffer", "/forward"})
  default void s22_whatIsTakenBack_isNotObserved(String path) throws Exception {
    Twins twins =
        twins(
            (request, response) -> {
              if (request.getDispatcherType() == DispatcherType.REQUEST) {
                response.setHeader("Content-Encoding", "x");
                response.getOutputStream().print("taken back");
              }
              switch (request.getRequestURI()) {
                case "/reset" -> {
                  response.reset();
                  response.getWriter().print("kept");
                }
                case "/resetBuffer" -> {
                  response.resetBuffer();
                  response.getOutputStream().print("kept");
                }
                case "/forward" ->
                    request.getRequestDispatcher("/target").forward(request, response);
                default -> response.getOutputStream().print("kept");
              }
            });
    String reply = twins.exchange(get(path));
    ObservedResponse observed = twins.observed();
    if (path.equals("/forward") && on("Undertow")) {
      assertThat(observed.bodyWhole()).isFalse();
    } else {
      Twins.assertWhole(observed, Twins.body(reply));
    }
    assertThat(observed.contentEncoding()).isEqualTo(path.equals("/reset") ? null : "x");
  }

  @Test
  default void s22_redirect_isObservedByItsStatus() throws Exception {
    Twins twins =
        twins(
            (request, response) -> {
              response.getOutputStream().print("taken back");
              response.sendRedirect("relative/path");
            });
    assertThat(twins.exchange(get("/"))).startsWith("HTTP/1.1 302");
    ObservedResponse observed = twins.observed();
    assertThat(observed.status()).isEqualTo(302);
    assertThat(observed.bodyWhole()).isFalse();
  }

  @Test
  default void s23_moreThanDeclared_isNotTakenForTheBody() throws Exception {
    Twins twins =
        twins(
            (request, response) -> {
              response.setContentLength(4);
              response.getOutputStream().print("12345678");
            });
    twins.exchange(get("/"));
    ObservedResponse primary = twins.ended().primary();
    assertThat(primary == null || !primary.bodyWhole()).isTrue();
    assertThat(twins.recorder.take().target()).isEqualTo("/");
  }

  @Test
  default void s24_head_hasNoBody() throws Exception {
    Twins twins = twins((request, response) -> response.getOutputStream().print("body"));
    twins.recorder.answer(request -> "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n");
    twins.exchange(WireRequest.of("HEAD", "/"));
    Twins.assertWhole(twins.observed(), "");
  }

  @Test
  default void s25_encodingOfAnOuterFilter_isNotThatOfTheBytesSeen() throws Exception {
    App app = (request, response) -> response.getOutputStream().print("body");
    Filter outer =
        (request, response, chain) -> {
          ((HttpServletResponse) response).setHeader("Content-Encoding", "x");
          chain.doFilter(request, response);
        };
    Twins twins = twins(WebApp.of(app.servlet()).with(outer), settings -> settings);
    twins.exchange(get("/"));
    assertThat(twins.observed().contentEncoding()).isNull();
  }

  @Test
  default void s26_trailers_areLeftAlone() throws Exception {
    Twins twins =
        twins(
            (request, response) -> {
              response.setHeader("Trailer", "X-End");
              response.setTrailerFields(() -> Map.of("X-End", "1"));
              response.getOutputStream().print("body");
              response.flushBuffer();
            });
    twins.exchange(get("/"));
    Twins.assertWhole(twins.observed(), "body");
  }

  @Test
  default void s27_whatNeedsNoObserver_getsTheContainersOwnObjects() throws Exception {
    App app =
        (request, response) ->
            response
                .getOutputStream()
                .print(request.getClass().getName() + " " + response.getClass().getName());
    Twins twins =
        twins(
            WebApp.of(app.servlet()),
            settings -> settings.sampler((request, share) -> request.method().equals("GET")));
    assertThat(twins.exchange(WireRequest.of("OPTIONS", "/"))).doesNotContain("Tee");
    assertThat(twins.mirror.stats().count(Outcome.NOT_SAMPLED)).isEqualTo(1);
  }

  @Test
  default void synchronousMode_holdsTheReplyUntilTheMirrorHasAnswered() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    App app =
        (request, response) -> {
          byte[] body = request.getInputStream().readAllBytes();
          response.getOutputStream().write(body);
          response.flushBuffer();
        };
    Twins twins = twins(WebApp.of(app.servlet()), settings -> settings);
    TrafficMirror mirror = twins.mirror;
    mirror.update(mirror.config().withSynchronous(true));
    twins.recorder.answer(
        request -> {
          arrived.countDown();
          try {
            assertThat(answer.await(20, TimeUnit.SECONDS)).isTrue();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return Recorder.OK;
        });
    try (Socket client = new Socket(InetAddress.getLoopbackAddress(), twins.mirrored.port())) {
      client.setSoTimeout(20_000);
      byte[] request =
          post("/", "body").with("Connection", "close").wire().getBytes(StandardCharsets.UTF_8);
      client.getOutputStream().write(request);
      assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(client.getInputStream().available()).isZero();
      answer.countDown();
      assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .contains("body");
    }
    Twins.assertWhole(twins.observed(), "body");
  }
}
