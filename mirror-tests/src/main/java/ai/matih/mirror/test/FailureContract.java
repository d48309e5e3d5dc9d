package ai.matih.mirror.test;

import static ai.matih.mirror.test.WireRequest.get;
import static ai.matih.mirror.test.WireRequest.post;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.MirrorDispatcher;
import ai.matih.mirror.MirrorRequest;
import ai.matih.mirror.ObservedResponse;
import ai.matih.mirror.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Whatever fails in the mirror or in the application, the client's reply is the same. */
interface FailureContract extends ContractPart {

  @Test
  default void samplerThrows() throws Exception {
    rig(settings ->
            settings.sampler(
                (request, share) -> {
                  throw new IllegalStateException("sampler");
                }))
        .notMirrored(post("/echo", "body"), Outcome.INTERNAL_ERROR);
  }

  @Test
  default void predicateThrows() throws Exception {
    rig(settings ->
            settings.mirrorIf(
                request -> {
                  throw new StackOverflowError("predicate");
                }))
        .notMirrored(post("/echo", "body"), Outcome.INTERNAL_ERROR);
  }

  @Test
  default void listenerThrows() throws Exception {
    Rig rig =
        rig(
            settings ->
                settings.listener(
                    exchange -> {
                      throw new IllegalStateException("listener");
                    }));
    rig.mirrored(post("/echo", "body"));
    rig.mirrored(get("/echo"));
  }

  @Test
  default void listenerBlocks() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Rig rig = rig(settings -> settings.listener(exchange -> Await.open(release)));
    List<WireRequest> requests = List.of(get("/first"), get("/second"), post("/third", "body"));
    for (WireRequest request : requests) {
      rig.exchange(request);
    }
    release.countDown();
    rig.copiedInAnyOrder(requests);
  }

  @Test
  default void dispatcherThrows() throws Exception {
    rig(settings ->
            settings.dispatcher(
                dispatcher(
                    (copy, completion) -> {
                      throw new IllegalStateException("dispatcher");
                    })))
        .notMirrored(post("/echo", "body"), Outcome.INTERNAL_ERROR);
  }

  @Test
  default void dispatcherAnswersLate() throws Exception {
    BlockingQueue<MirrorDispatcher.Completion> completions = new LinkedBlockingQueue<>();
    Rig rig =
        rig(
            settings ->
                settings.dispatcher(dispatcher((copy, completion) -> completions.add(completion))));
    rig.exchange(post("/echo", "body"));
    assertThat(rig.mirror().stats().inFlight()).isEqualTo(1);
    MirrorDispatcher.Completion completion = completions.poll(10, TimeUnit.SECONDS);
    assertThat(completion).isNotNull();
    completion.responded(ObservedResponse.NONE);
    completion.failed(Outcome.TIMED_OUT, null);
    rig.expect(Outcome.RESPONDED);
  }

  @Test
  default void targetNeverAnswers() throws Exception {
    Rig rig = rig(settings -> settings.timeout(Duration.ofMillis(300)));
    CountDownLatch release = new CountDownLatch(1);
    rig.recorder()
        .answer(
            request -> {
              Await.open(release);
              return "";
            });
    rig.notMirrored(post("/echo", "body"), Outcome.TIMED_OUT);
    assertThat(rig.recorder().take().body()).isEqualTo("body");
    rig.settle();
    release.countDown();
  }

  @Test
  default void targetClosesInsteadOfAnswering() throws Exception {
    Rig rig = rig();
    rig.recorder().answer(request -> "");
    rig.notMirrored(post("/echo", "body"), Outcome.CONNECTION_LOST);
    assertThat(rig.recorder().take().body()).isEqualTo("body");
  }

  @Test
  default void targetAnswersAnError() throws Exception {
    Rig rig = rig();
    rig.recorder().answer(request -> "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n");
    rig.mirrored(post("/echo", "body"));
  }

  @Test
  default void applicationThrows() throws Exception {
    Rig rig = rig();
    assertThat(rig.exchange(get(TestApp.THROW)).status()).isEqualTo(500);
    rig.copied(get(TestApp.THROW));
    assertThat(rig.exchange(post(TestApp.THROW, "body")).status()).isEqualTo(500);
    rig.copied(post(TestApp.THROW, "body"));
  }

  @Test
  default void applicationThrowsBeforeItReads() throws Exception {
    Rig rig = rig();
    WireRequest request = post(TestApp.THROW_UNREAD, "body");
    assertThat(rig.exchange(request).status()).isEqualTo(500);
    rig.copiedOr(request, Outcome.BODY_INCOMPLETE);
  }

  /** A dispatcher's one method that matters here. */
  @FunctionalInterface
  interface Dispatch {

    void dispatch(MirrorRequest copy, MirrorDispatcher.Completion completion);
  }

  private static MirrorDispatcher dispatcher(Dispatch dispatch) {
    return new MirrorDispatcher() {
      @Override
      public void dispatch(MirrorRequest copy, Completion completion) {
        dispatch.dispatch(copy, completion);
      }

      @Override
      public void close() {}
    };
  }
}
