package ai.matih.mirror.test;

import static ai.matih.mirror.test.WireRequest.get;
import static ai.matih.mirror.test.WireRequest.post;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.MirrorStats;
import ai.matih.mirror.Outcome;
import ai.matih.mirror.compare.Comparison;
import ai.matih.mirror.compare.ComparisonResult;
import ai.matih.mirror.compare.ComparisonResult.State;
import ai.matih.mirror.compare.Difference;
import ai.matih.mirror.compare.Difference.Kind;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * While answers are compared, each reply reaches the client as it is and when it is written; equal
 * answers of the mirror are never found to differ, and what does differ is found by its path.
 */
interface ComparisonContract extends ContractPart {
  /** What a JSON application answers. */
  String JSON =
      """
      {"id": 7, "items": [{"price": 1, "name": "a"}, {"price": 2, "name": "b"}],
       "gone": true, "kind": 1, "layout": {"b": 1, "a": 2.0}}
      """;

  @TestFactory
  default Stream<DynamicTest> everyReply_comparesEqualWithTheSameAnswer() throws Exception {
    ComparedRig rig = ComparedRig.of(this);
    rig.rig().telling(call -> answer(call.target()));
    return Stream.of(
            get("/told/json"),
            get("/told/pieces"),
            get("/told/empty"),
            get("/told/json").with("Accept-Encoding", "gzip"),
            get("/told/pieces").with("Accept-Encoding", "gzip"),
            get("/told/json").with("Connection", "close"),
            WireRequest.of("HEAD", "/told/json"),
            post("/echo", "body"),
            WireRequest.of("POST", "/echo").withChunks(Bodies.ofLength(10_000), 1_000),
            get(TestApp.BIG),
            get(TestApp.EMPTY),
            get(TestApp.FIELDS),
            get("/status/302"),
            get("/status/404"),
            get("/status/503"))
        .map(
            request ->
                DynamicTest.dynamicTest(
                    request.method() + " " + request.target(),
                    () ->
                        assertThat(rig.compared(request))
                            .isEqualTo(new ComparisonResult(List.of(), null))));
  }

  private static TestApp.Answer answer(String target) {
    return switch (target) {
      case "/told/json" -> TestApp.Answer.json(JSON);
      case "/told/pieces" -> TestApp.Answer.json(JSON.split("(?<=,)"));
      default -> TestApp.Answer.json();
    };
  }

  @Test
  default void errorPage_isNotFoundToDiffer() throws Exception {
    ComparedRig rig = ComparedRig.of(this);
    assertThat(rig.compared(get(TestApp.THROW)).differences()).isEmpty();
    assertThat(rig.compared(post(TestApp.THROW, "body")).differences()).isEmpty();
  }

  @Test
  default void plantedDifferences_areFoundByTheirPaths() throws Exception {
    ComparedRig rig = ComparedRig.of(this);
    rig.rig().telling(call -> TestApp.Answer.json(JSON.split("(?<=,)")));
    String mirrors =
        """
        {"layout": {"a": 2, "b": 1.0}, "kind": "1", "id": 7.0, "new": null,
         "items": [{"name": "a", "price": 1}, {"name": "b", "price": 3}]}
        """;
    ComparisonResult result =
        rig.compared(get("/told"), reply -> new Reply(reply.statusLine(), reply.fields(), mirrors));
    assertThat(result.differences())
        .containsExactlyInAnyOrder(
            new Difference("$.items[*].price", Kind.VALUE, "2", "3"),
            new Difference("$.gone", Kind.MISSING, "true", null),
            new Difference("$.kind", Kind.TYPE, "1", "\"1\""),
            new Difference("$.new", Kind.EXTRA, null, "null"));
    result =
        rig.compared(
            get("/told"),
            reply ->
                new Reply(
                    "HTTP/1.1 418 Teapot",
                    List.of(new Field("Content-Type", "a/b")),
                    reply.body()));
    assertThat(result.differences())
        .extracting(Difference::path)
        .containsExactly("status", "header:content-type");
  }

  @Test
  default void streamedPieces_reachTheClientOneByOne() throws Exception {
    ComparedRig rig = ComparedRig.of(this);
    List<String> events = List.of("data: 1\n\n", "data: 2\n\n", "data: 3\n\n");
    GatedPieces gated = new GatedPieces(events);
    rig.rig()
        .telling(
            call ->
                TestApp.Answer.of(
                    "text/event-stream", events.stream().map(Latin1::bytes).toList()));
    Reply plain;
    try (RawClient client = rig.rig().connectPlain()) {
      plain = client.exchange(get("/told"));
    }
    rig.rig().recorder().answer(copy -> ComparedRig.wire(plain, "GET"));
    rig.rig().app().tell(call -> TestApp.Answer.of("text/event-stream", gated));
    try (RawClient client = rig.rig().connect()) {
      client.send(get("/told").wire());
      for (String event : events) {
        gated.letThrough();
        client.await(event);
      }
      assertThat(client.reply("GET").masked()).isEqualTo(plain.masked());
    }
    rig.rig().copied(get("/told"));
    assertThat(rig.result().differences()).isEmpty();
  }

  @Test
  default void clientThatLeavesAStream_leavesNothingBehind() throws Exception {
    ComparedRig rig = ComparedRig.of(this);
    GatedPieces gated = new GatedPieces(Collections.nCopies(1_000, "x".repeat(10_000)));
    rig.rig().app().tell(call -> TestApp.Answer.of("text/plain", gated));
    try (RawClient client = rig.rig().connect()) {
      client.send(get("/told").wire());
      gated.letThrough();
      client.await("xxx");
      client.reset();
    }
    gated.letAllThrough();
    rig.rig().copied(get("/told"));
    rig.rig().settle();
  }

  @Test
  default void longReply_isNotKept_andComparedByItsDigest() throws Exception {
    ComparedRig rig = ComparedRig.of(this, Comparison.defaults().maxBodyBytes(100), s -> s);
    rig.rig().telling(call -> TestApp.Answer.json(JSON));
    assertThat(rig.compared(get("/told")).state()).isEqualTo(State.EQUAL);
    assertThat(rig.compared(get("/told"), ComparisonContract::spaced).state())
        .isEqualTo(State.NOT_COMPARABLE);
    assertThat(rig.compared(get(TestApp.BIG), ComparisonContract::spaced).differences())
        .extracting(Difference::path)
        .containsExactly("body");
  }

  private static Reply spaced(Reply reply) {
    return new Reply(reply.statusLine(), reply.fields(), reply.body() + " ");
  }

  @Test
  default void replyForWhichThereIsNoRoom_isNotKept() throws Exception {
    ComparedRig rig =
        ComparedRig.of(
            this, Comparison.defaults().maxBodyBytes(1 << 24), s -> s.maxHeldBytes(10_000));
    String longer = "[" + "1, ".repeat(4_000) + "1]";
    rig.rig().telling(call -> TestApp.Answer.json(longer));
    try (HeldBytes held = new HeldBytes(rig.rig().mirror())) {
      assertThat(rig.compared(get("/told")).state()).isEqualTo(State.EQUAL);
      assertThat(rig.compared(get("/told"), ComparisonContract::spaced).state())
          .isEqualTo(State.NOT_COMPARABLE);
      assertThat(rig.compared(get(TestApp.BIG)).state()).isEqualTo(State.EQUAL);
      assertThat(held.most()).isBetween(1L, 10_000L);
    }
  }

  @Test
  default void bytesOfAReply_areHeldOnlyIfSomebodyCompares() throws Exception {
    Rig rig = rig();
    CountDownLatch release = new CountDownLatch(1);
    rig.recorder()
        .answer(
            copy -> {
              Await.open(release);
              return Recorder.OK;
            });
    try (HeldBytes held = new HeldBytes(rig.mirror())) {
      rig.exchange(get(TestApp.BIG));
      assertThat(held.most()).isBetween(1L, 1_000L);
    }
    release.countDown();
    rig.copied(get(TestApp.BIG));
    assertThat(rig.mirror().report().endpoints()).isEmpty();
  }

  @Test
  default void synchronousReply_isComparedToo() throws Exception {
    ComparedRig rig = ComparedRig.of(this);
    rig.rig().mirror().update(rig.rig().config().withSynchronous(true));
    rig.rig().telling(call -> TestApp.Answer.json(JSON));
    assertThat(rig.compared(get("/told")).state()).isEqualTo(State.EQUAL);
    assertThat(rig.compared(get("/told"), ComparisonContract::spaced).state())
        .isEqualTo(State.EQUAL);
    assertThat(rig.compared(post("/echo", "body"), ComparisonContract::spaced).state())
        .isEqualTo(State.DIFFERENT);
    MirrorStats stats = rig.rig().mirror().stats();
    assertThat(stats.count(Outcome.RESPONDED)).isEqualTo(3);
  }
}
