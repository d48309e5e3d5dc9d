package ai.matih.mirror.test;

import static ai.matih.mirror.test.WireRequest.post;

import ai.matih.mirror.Outcome;
import org.junit.jupiter.api.Test;

/** Of a request that the client does not finish there is never a copy. */
interface AbortContract extends ContractPart {

  @Test
  default void bodyWithLength_cutAtEveryByte() throws Exception {
    cutAtEveryByte(rig(), post("/echo", Bodies.ofLength(1024)));
  }

  @Test
  default void bodyInChunks_cutAtEveryByte() throws Exception {
    cutAtEveryByte(rig(), WireRequest.of("POST", "/echo").withChunks(Bodies.ofLength(1024), 100));
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
  private static void cutAtEveryByte(Rig rig, WireRequest request) throws Exception {
    String body = request.framedBody();
    for (int cut = 0; cut < body.length(); cut++) {
      try (RawClient client = rig.connect()) {
        client.send(request.head() + body.substring(0, cut));
        rig.awaitOffered(cut + 1);
        if (cut % 2 == 0) {
          client.reset();
        }
      }
      rig.expect(Outcome.BODY_INCOMPLETE);
    }
  }
}
