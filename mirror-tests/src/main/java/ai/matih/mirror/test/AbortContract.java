package ai.matih.mirror.test;

import static ai.matih.mirror.test.WireRequest.post;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.Outcome;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Of a request that the client does not finish there is never a copy. */
interface AbortContract extends ContractPart {

  @Test
  default void bodyWithLength_cutAtEveryByte() throws Exception {
    Rig rig = rig();
    WireRequest request = post("/echo", Bodies.ofLength(300));
    for (int cut = 0; cut < request.body().length(); cut++) {
      cut(rig, request, cut);
      rig.expect(Outcome.BODY_INCOMPLETE);
    }
  }

  /**
   * Where a connection ends between two chunks, some servers tell the application that the body is
   * over. Nobody can tell that copy from an exact one: it is what the application saw.
   */
  @Test
  default void bodyInChunks_cutAtEveryByte() throws Exception {
    Rig rig = rig();
    int chunk = 100;
    WireRequest request = WireRequest.of("POST", "/echo").withChunks(Bodies.ofLength(300), chunk);
    long copied = 0;
    for (int cut = 0; cut < request.framedBody().length(); cut++) {
      cut(rig, request, cut);
      long offered = cut + 1L;
      long copiedBefore = copied;
      Await.until(
          () -> rig.count(Outcome.BODY_INCOMPLETE) + rig.count(Outcome.RESPONDED) == offered,
          rig.mirror()::stats);
      if (rig.count(Outcome.RESPONDED) == copiedBefore) {
        rig.expect(Outcome.BODY_INCOMPLETE);
      } else {
        String body = rig.recorder().take().body();
        Await.until(() -> body.equals(rig.app().lastBody()), () -> "the application saw another");
        assertThat(request.body()).startsWith(body);
        assertThat(body.length() % chunk == 0 || body.equals(request.body())).isTrue();
        rig.expect(Outcome.RESPONDED);
        copied++;
      }
    }
  }

  @Test
  default void resetInALongBody() throws Exception {
    Rig rig = rig();
    try (RawClient client = rig.connect()) {
      WireRequest request = post("/echo", Bodies.ofLength(500_000));
      client.send(request.head() + request.body().substring(0, 300_000));
      rig.awaitOffered(1);
      client.reset();
    }
    rig.expect(Outcome.BODY_INCOMPLETE);
  }

  /** Half of the connections are reset, half are closed in order. */
  private static void cut(Rig rig, WireRequest request, int cut) throws IOException {
    try (RawClient client = rig.connect()) {
      client.send(request.head() + request.framedBody().substring(0, cut));
      rig.awaitOffered(cut + 1);
      if (cut % 2 == 0) {
        client.reset();
      }
    }
  }
}
