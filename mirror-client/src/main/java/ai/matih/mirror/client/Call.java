package ai.matih.mirror.client;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** One call: its tries one after the other, the pauses between them, and its one end. */
final class Call<T extends @Nullable Object> {
  private static final Logger logger = LoggerFactory.getLogger(GatewayClient.class);

  private final Transport transport;
  private final Asked asked;
  private final Function<JsonNode, T> reader;
  private final CompletableFuture<T> result = new CompletableFuture<>();
  private volatile CompletableFuture<?> current = CompletableFuture.completedFuture(null);

  Call(Transport transport, Asked asked, Function<JsonNode, T> reader) {
    this.transport = transport;
    this.asked = asked;
    this.reader = reader;
  }

  CompletableFuture<T> start() {
    // However the call ends, by a timeout or by its caller: what is under way is hung up on.
    var unused = result.whenComplete((value, failure) -> current.cancel(true));
    attempt(1);
    return result;
  }

  private void attempt(int tries) {
    if (result.isDone()) {
      return;
    }
    CompletableFuture<HttpResponse<BoundedBody.Body>> sent = transport.exchange(asked.request());
    current = sent;
    if (result.isDone()) {
      // Ended by the caller, before there was this one to cancel.
      sent.cancel(true);
    }
    // What timed out itself could not be cancelled any more: so a copy does. Callers' code must not
    // run on the JVM's one thread of timers: so asynchronously.
    var unused =
        sent.copy()
            .orTimeout(transport.timeout().toMillis(), TimeUnit.MILLISECONDS)
            .whenCompleteAsync((response, failure) -> guarded(() -> end(tries, response, failure)));
  }

  private void end(
      int tries, HttpResponse<BoundedBody.Body> response, @Nullable Throwable failure) {
    try {
      if (failure != null) {
        throw asked.unanswered(unwrapped(failure));
      }
      result.complete(Answer.to(asked, response).read(reader));
    } catch (GatewayException e) {
      Optional<Duration> pause = transport.retries().pauseAfter(tries, e);
      if (pause.isEmpty()) {
        result.completeExceptionally(e);
        return;
      }
      logger.debug("again in {} ms: {}", pause.get().toMillis(), e.getMessage());
      CompletableFuture.delayedExecutor(pause.get().toMillis(), TimeUnit.MILLISECONDS)
          .execute(() -> guarded(() -> attempt(tries + 1)));
    }
  }

  /** Whatever happens, the call has an end. */
  private void guarded(Runnable step) {
    try {
      step.run();
    } catch (Throwable e) {
      result.completeExceptionally(e);
    }
  }

  private static Throwable unwrapped(Throwable failure) {
    return failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
  }
}
