package ai.matih.mirror.servlet;

import static ai.matih.mirror.test.WireRequest.get;
import static ai.matih.mirror.test.WireRequest.post;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.Exchange;
import ai.matih.mirror.ObservedResponse;
import ai.matih.mirror.Outcome;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Applications that go on after the filter has returned. */
interface AsyncTraps extends Traps {

  /** What an application does on a thread of its own. */
  interface Task {
    void run() throws Exception;
  }

  private static void onAnotherThread(Task task) {
    new Thread(
            () -> {
              try {
                task.run();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            })
        .start();
  }

  @Test
  default void s06_readListener_getsEveryByte() throws Exception {
    Twins twins =
        twins(
            (request, response) -> {
              AsyncContext context = request.startAsync();
              ServletInputStream in = request.getInputStream();
              in.setReadListener(new Echo(context, in));
            });
    String body = "0123456789".repeat(5000);
    String reply = twins.exchange(post("/", body));
    assertThat(Twins.body(reply)).isEqualTo(body);
    Exchange exchange = twins.ended();
    assertThat(exchange.outcome()).isEqualTo(Outcome.RESPONDED);
    assertThat(twins.recorder.take().body()).isEqualTo(body);
    assertThat(exchange.primary()).isNotNull();
  }

  /** Reads without blocking, then writes without blocking. */
  final class Echo implements ReadListener, WriteListener {
    private final AsyncContext context;
    private final ServletInputStream in;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final byte[] buffer = new byte[999];
    private boolean written;

    Echo(AsyncContext context, ServletInputStream in) {
      this.context = context;
      this.in = in;
    }

    @Override
    public void onDataAvailable() throws IOException {
      while (in.isReady()) {
        int read = in.read(buffer);
        if (read < 0) {
          return;
        }
        body.write(buffer, 0, read);
      }
    }

    @Override
    public void onAllDataRead() throws IOException {
      context.getResponse().getOutputStream().setWriteListener(this);
    }

    @Override
    public void onWritePossible() throws IOException {
      ServletOutputStream out = context.getResponse().getOutputStream();
      while (out.isReady()) {
        if (written) {
          context.complete();
          return;
        }
        out.write(body.toByteArray());
        written = true;
      }
    }

    @Override
    public void onError(Throwable error) {
      throw new IllegalStateException(error);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "both"})
  default void s09_responseOfTheAsyncContext_isObserved(String arguments) throws Exception {
    Twins twins =
        twins(
            (request, response) -> {
              AsyncContext context =
                  arguments.equals("none")
                      ? request.startAsync()
                      : request.startAsync(request, response);
              assertThat(request.getAsyncContext()).isSameAs(context);
              onAnotherThread(
                  () -> {
                    HttpServletRequest live = (HttpServletRequest) context.getRequest();
                    byte[] body = live.getInputStream().readAllBytes();
                    context.getResponse().getOutputStream().write(body);
                    context.complete();
                  });
            });
    String reply = twins.exchange(post("/", "body"));
    assertThat(reply).endsWith("body");
    Exchange exchange = twins.ended();
    assertThat(twins.recorder.take().body()).isEqualTo("body");
    assertWholeReply(exchange, "body");
  }

  private static void assertWholeReply(Exchange exchange, String body) {
    ObservedResponse primary = exchange.primary();
    assertThat(primary).isNotNull();
    Twins.assertWhole(Objects.requireNonNull(primary), body);
  }

  @Test
  default void s09_dispatchGoesWhereItWent() throws Exception {
    Twins twins =
        twins(
            (request, response) -> {
              if (request.getDispatcherType() == DispatcherType.ASYNC) {
                String parameters = String.join(",", request.getParameterValues("a"));
                response.getOutputStream().print(request.getRequestURI() + parameters);
              } else if (request.getRequestURI().equals("/first")) {
                request.getRequestDispatcher("/second?b=2").forward(request, response);
              } else {
                request.startAsync().dispatch();
              }
            });
    String reply = twins.exchange(get("/first?a=1"));
    twins.ended();
    assertThat(twins.recorder.take().target()).isEqualTo("/first?a=1");
    assertThat(reply).startsWith("HTTP/1.1 200");
  }

  @Test
  default void s10_asyncStartedBehindAForward_isFollowed() throws Exception {
    Twins twins =
        twins(
            (request, response) -> {
              if (request.getRequestURI().equals("/first")) {
                request.getRequestDispatcher("/second").forward(request, response);
                return;
              }
              AsyncContext context = request.startAsync(request, response);
              onAnotherThread(
                  () -> {
                    response.getOutputStream().print("later");
                    context.complete();
                  });
            });
    assertThat(twins.exchange(get("/first"))).contains("later");
    ObservedResponse observed = twins.observed();
    if (on("Undertow")) {
      assertThat(observed.bodyWhole()).isFalse();
    } else {
      Twins.assertWhole(observed, "later");
    }
  }

  @Test
  default void s11_secondCycle_isFollowedToItsEnd() throws Exception {
    Twins twins =
        twins(
            (request, response) -> {
              AsyncContext context = request.startAsync();
              if (request.getDispatcherType() == DispatcherType.REQUEST) {
                context.dispatch();
                return;
              }
              onAnotherThread(
                  () -> {
                    ServletResponse live = context.getResponse();
                    live.getOutputStream().print("second");
                    context.complete();
                  });
            });
    assertThat(twins.exchange(get("/"))).contains("second");
    Twins.assertWhole(twins.observed(), "second");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/error"})
  default void s12_applicationThrowsAfterStartAsync_endsOnce(String errorPage) throws Exception {
    App app =
        (request, response) -> {
          if (request.getDispatcherType() == DispatcherType.ERROR) {
            response.getOutputStream().print("page");
            return;
          }
          AsyncContext context = request.startAsync();
          context.addListener(new Silent());
          throw new IllegalStateException("thrown by the application");
        };
    WebApp webApp = WebApp.of(app.servlet());
    Twins twins =
        twins(errorPage.isEmpty() ? webApp : webApp.withErrorPage(errorPage), settings -> settings);
    twins.exchange(get("/"));
    assertThat(twins.ended().outcome()).isEqualTo(Outcome.RESPONDED);
    assertThat(twins.recorder.take().target()).isEqualTo("/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/error"})
  default void s12_timeout_endsOnce(String errorPage) throws Exception {
    App app =
        (request, response) -> {
          if (request.getDispatcherType() == DispatcherType.ERROR) {
            response.getOutputStream().print("page");
            return;
          }
          request.startAsync().setTimeout(50);
        };
    WebApp webApp = WebApp.of(app.servlet());
    Twins twins =
        twins(errorPage.isEmpty() ? webApp : webApp.withErrorPage(errorPage), settings -> settings);
    twins.exchange(get("/"));
    assertThat(twins.ended().outcome()).isEqualTo(Outcome.RESPONDED);
    assertThat(twins.recorder.take().target()).isEqualTo("/");
  }

  /** A listener without which Jetty does not answer at all after an exception (S16). */
  final class Silent implements AsyncListener {
    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "both"})
  default void s14_asyncDispatch_isObservedOnce(String arguments) throws Exception {
    Twins twins =
        twins(
            (request, response) -> {
              if (request.getDispatcherType() == DispatcherType.ASYNC) {
                response.getOutputStream().write("dispatched".getBytes(StandardCharsets.UTF_8));
                return;
              }
              byte[] body = request.getInputStream().readAllBytes();
              assertThat(body).hasSize(4);
              AsyncContext context =
                  arguments.equals("none")
                      ? request.startAsync()
                      : request.startAsync(request, response);
              onAnotherThread(context::dispatch);
            });
    assertThat(twins.exchange(post("/", "body"))).contains("dispatched");
    Exchange exchange = twins.ended();
    assertThat(twins.recorder.take().body()).isEqualTo("body");
    assertWholeReply(exchange, "dispatched");
  }
}
