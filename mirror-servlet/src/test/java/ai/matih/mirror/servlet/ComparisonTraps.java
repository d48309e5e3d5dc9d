package ai.matih.mirror.servlet;

import static ai.matih.mirror.test.WireRequest.get;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.compare.Comparison;
import ai.matih.mirror.compare.ComparisonResult;
import ai.matih.mirror.compare.ComparisonResult.State;
import ai.matih.mirror.compare.Difference;
import ai.matih.mirror.test.WireRequest;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Comparing, in each of the ways that an application can write in. The mirror's target is the same
 * application on a server without a mirror.
 */
interface ComparisonTraps extends Traps {
  /** The copy's field by which the application can tell who it is. */
  String MARKER = "X-Traffic-Mirror";

  /** What a filter does not see wholly, on some container at least. */
  Set<String> HIDDEN =
      Set.of("/sendError", "/throw", "/redirect", "/forward", "/format", "/tooMuch");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/stream",
        "/bytes",
        "/print",
        "/writer",
        "/characters",
        "/format",
        "/declared",
        "/flushes",
        "/long",
        "/empty",
        "/204",
        "/304",
        "/async",
        "/asyncWriter",
        "/asyncDispatch",
        "/listener",
        "/reset",
        "/resetBuffer",
        "/forward",
        "/include",
        "/redirect",
        "/sendError",
        "/throw",
        "/setStatus",
        "/tooMuch"
      })
  default void sameAnswer_isNotFoundToDiffer(String way) throws Exception {
    Twins twins = comparing();
    for (String method : new String[] {"GET", "HEAD"}) {
      twins.exchange(WireRequest.of(method, way));
      ComparisonResult result = Objects.requireNonNull(twins.compared());
      assertThat(result.differences()).as(method).isEmpty();
      assertThat(result.state() == State.EQUAL || HIDDEN.contains(way))
          .as(result::toString)
          .isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/stream",
        "/bytes",
        "/print",
        "/writer",
        "/characters",
        "/declared",
        "/flushes",
        "/async",
        "/asyncWriter",
        "/asyncDispatch",
        "/listener",
        "/reset",
        "/resetBuffer",
        "/include"
      })
  default void otherAnswer_isFoundByItsPath(String way) throws Exception {
    Twins twins = comparing();
    twins.exchange(get(way + "?planted"));
    assertThat(Objects.requireNonNull(twins.compared()).differences())
        .containsExactly(new Difference("$.price", Difference.Kind.VALUE, "1", "2"));
  }

  private Twins comparing() throws Exception {
    Twins twins =
        twins(
            WebApp.of(((App) ComparisonTraps::answer).servlet()),
            settings -> settings.compare(Comparison.defaults()).timeout(Duration.ofSeconds(20)));
    twins.mirrorAnswersLikeThePrimary();
    return twins;
  }

  /** Text that needs more than one byte for some characters. */
  private static String json(HttpServletRequest request) {
    boolean planted = request.getQueryString() != null && request.getHeader(MARKER) != null;
    return "{\"price\": " + (planted ? 2 : 1) + ", \"name\": \"\u00E9\u20AC\uD83D\uDE00\"}";
  }

  private static void answer(HttpServletRequest request, HttpServletResponse response)
      throws Exception {
    if (request.getDispatcherType() == DispatcherType.ERROR) {
      return;
    }
    response.setContentType("application/json;charset=UTF-8");
    String json = json(request);
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    if (request.getDispatcherType() != DispatcherType.REQUEST) {
      write(response, bytes);
      return;
    }
    switch (request.getRequestURI()) {
      case "/bytes" -> {
        for (byte each : bytes) {
          response.getOutputStream().write(each);
        }
      }
      case "/print" -> {
        response.getOutputStream().print("{\"price\": ");
        response.getOutputStream().print(json.contains("2") ? 2 : 1);
        response.getOutputStream().println("}");
      }
      case "/writer" -> {
        response.getWriter().append(json, 0, 25).print(json.substring(25));
        response.getWriter().println();
      }
      case "/characters" -> json.chars().forEach(character -> writer(response).write(character));
      case "/format" -> response.getWriter().printf("{\"price\": %d}", 1);
      case "/declared" -> {
        response.setContentLength(bytes.length);
        write(response, bytes);
        response.getOutputStream().close();
      }
      case "/flushes" -> {
        for (byte each : bytes) {
          response.getOutputStream().write(each);
          response.flushBuffer();
        }
      }
      case "/long" -> {
        for (int i = 0; i < 10_000; i++) {
          write(response, bytes);
        }
      }
      case "/empty" -> {}
      case "/204" -> response.setStatus(204);
      case "/304" -> response.setStatus(304);
      case "/async" -> later(request, context -> write(response(context), bytes));
      case "/asyncWriter" -> later(request, context -> writer(response(context)).print(json));
      case "/asyncDispatch" -> request.startAsync().dispatch("/target");
      case "/listener" -> listen(request.startAsync(), bytes);
      case "/reset" -> {
        response.getWriter().print("taken back");
        response.reset();
        response.setContentType("application/json;charset=UTF-8");
        write(response, bytes);
      }
      case "/resetBuffer" -> {
        response.getOutputStream().print("taken back");
        response.resetBuffer();
        write(response, bytes);
      }
      case "/forward" -> request.getRequestDispatcher("/target").forward(request, response);
      case "/include" -> request.getRequestDispatcher("/target").include(request, response);
      case "/redirect" -> response.sendRedirect("/elsewhere");
      case "/sendError" -> response.sendError(404, "gone");
      case "/throw" -> throw new IllegalStateException("thrown by the application");
      case "/setStatus" -> {
        response.setStatus(503);
        write(response, bytes);
      }
      case "/tooMuch" -> {
        response.setContentLength(bytes.length - 1);
        write(response, bytes);
      }
      default -> write(response, bytes);
    }
  }

  private static HttpServletResponse response(AsyncContext context) {
    return (HttpServletResponse) context.getResponse();
  }

  private static void write(HttpServletResponse response, byte[] bytes) throws IOException {
    response.getOutputStream().write(bytes);
  }

  private static PrintWriter writer(HttpServletResponse response) {
    try {
      return response.getWriter();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What is done off the container's threads. */
  @FunctionalInterface
  interface Later {
    void run(AsyncContext context) throws IOException;
  }

  private static void later(HttpServletRequest request, Later task) {
    AsyncContext context = request.startAsync();
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run(context);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              } finally {
                context.complete();
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  /** Writes byte by byte, without blocking. */
  private static void listen(AsyncContext context, byte[] bytes) throws IOException {
    ServletOutputStream out = response(context).getOutputStream();
    out.setWriteListener(
        new WriteListener() {
          private int written;

          @Override
          public void onWritePossible() throws IOException {
            while (out.isReady()) {
              if (written == bytes.length) {
                context.complete();
                return;
              }
              out.write(bytes[written++]);
            }
          }

          @Override
          public void onError(Throwable error) {
            context.complete();
          }
        });
  }
}
