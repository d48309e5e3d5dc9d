package ai.matih.mirror.client;

import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Callers that do not want to wait any more. */
class CancellationTest {

  /** A gateway that takes a request and says nothing. */
  private static RawServer silent() throws Exception {
    return new RawServer(RawServer.says(""));
  }

  private static void awaitRequest(RawServer server) {
    while (server.requests() == 0 && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(100_000);
    }
  }

  @Test
  void aCancelledCallHangsUp() throws Exception {
    try (RawServer server = silent()) {
      CompletableFuture<String> call = server.client().build().healthAsync();
      awaitRequest(server);

      assertThat(call.cancel(false)).isTrue();

      server.awaitHungUp();
      assertThatThrownBy(call::join).isInstanceOf(CancellationException.class);
    }
  }

  @Test
  void aCallThatItsCallerTimesOutHangsUp() throws Exception {
    try (RawServer server = silent()) {
      CompletableFuture<String> call = server.client().build().healthAsync();
      awaitRequest(server);

      assertThatThrownBy(call.orTimeout(1, TimeUnit.MILLISECONDS)::get)
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(TimeoutException.class);

      server.awaitHungUp();
    }
  }

  @Test
  void anInterruptedThreadHangsUpAndStaysInterrupted() throws Exception {
    try (RawServer server = silent()) {
      AtomicReference<Throwable> thrown = new AtomicReference<>();
      CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
      Thread caller =
          new Thread(
              () -> {
                try {
                  server.client().build().route("r").delete();
                } catch (CancellationException e) {
                  thrown.set(e);
                }
                interrupted.complete(Thread.currentThread().isInterrupted());
              });
      caller.start();
      awaitRequest(server);

      caller.interrupt();

      assertThat(interrupted.get()).isTrue();
      assertThat(thrown.get()).hasCauseInstanceOf(InterruptedException.class);
      server.awaitHungUp();
      assertThat(server.requests()).isEqualTo(1);
    }
  }

  @Test
  void aCallThatIsCancelledInAPauseIsNotTriedAgain() throws Exception {
    MockGateway gateway = new MockGateway();
    gateway.start();
    gateway.answers(status(503));
    try (RecordedLog log = new RecordedLog()) {
      CompletableFuture<String> call =
          gateway.client().retries(1, Duration.ofSeconds(1)).build().healthAsync();
      log.await("again in .*");

      call.cancel(true);

      // The same timer runs this after what would have been the next try.
      CompletableFuture.runAsync(
              () -> {}, CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS))
          .get();
      assertThat(gateway.requests()).hasSize(1);
    } finally {
      gateway.stop();
    }
  }
}
