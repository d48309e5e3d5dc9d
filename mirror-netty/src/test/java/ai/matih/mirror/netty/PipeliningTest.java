package ai.matih.mirror.netty;

import static ai.matih.mirror.test.WireRequest.get;
import static ai.matih.mirror.test.WireRequest.post;
import static org.assertj.core.api.Assertions.assertThat;

import ai.matih.mirror.MirrorConfig;
import ai.matih.mirror.Outcome;
import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.test.NoLeaks;
import ai.matih.mirror.test.RawClient;
import ai.matih.mirror.test.RecordedRequest;
import ai.matih.mirror.test.Recorder;
import ai.matih.mirror.test.Reply;
import ai.matih.mirror.test.TestApp;
import ai.matih.mirror.test.TestServer;
import ai.matih.mirror.test.WireRequest;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hundred requests on one connection before the first answer, interim answers among them. */
@ExtendWith(NoLeaks.class)
class PipeliningTest {

  /** Says 103 Early Hints, in one of its two shapes, before most responses. */
  private static final class EarlyHints extends ChannelOutboundHandlerAdapter {
    private int responses;

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
      if (message instanceof HttpResponse) {
        responses++;
        if (responses % 3 == 0) {
          var unused = context.write(Stage.whole(103, ""));
        } else if (responses % 3 == 1) {
          var unused = context.write(Stage.head(103, 0));
          var unusedToo = context.write(LastHttpContent.EMPTY_LAST_CONTENT);
        }
      }
      var unused = context.write(message, promise);
    }
  }

  private static TestServer start(TestApp app, @Nullable TrafficMirror mirror) throws Exception {
    return NettyServer.start(
        pipeline -> {
          pipeline.addLast(new HttpServerCodec());
          if (mirror != null) {
            MirrorHandler.install(pipeline, mirror);
          }
          pipeline.addLast(new EarlyHints());
          pipeline.addLast(new AppHandler(app));
        });
  }

  private static WireRequest request(int i) {
    String body = (i + " ").repeat(i * 37 % 400);
    return switch (i % 5) {
      case 0 -> get("/echo/" + i).with("X-Number", "" + i);
      case 1 -> post("/echo/" + i, body);
      case 2 -> WireRequest.of("PUT", "/echo/" + i).withChunks(body, 1 + i);
      case 3 -> WireRequest.of("HEAD", "/echo/" + i);
      default -> WireRequest.of("DELETE", "/echo/" + i).with("Authorization", "user " + i);
    };
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void hundredPipelinedRequests_everyCopyRightAndEveryResponseInOrder(boolean synchronous)
      throws Exception {
    TestApp app = new TestApp();
    try (Recorder recorder = Recorder.start();
        TrafficMirror mirror =
            TrafficMirror.builder("pipelining")
                .to(
                    MirrorConfig.of("127.0.0.1", recorder.port())
                        .withLogResponses(false)
                        .withSynchronous(synchronous))
                .build();
        TestServer plain = start(new TestApp(), null);
        TestServer mirrored = start(app, mirror)) {
      List<WireRequest> requests = new ArrayList<>();
      StringBuilder wire = new StringBuilder();
      for (int i = 0; i < 100; i++) {
        requests.add(request(i));
        wire.append(requests.get(i).wire());
      }
      WireRequest aborted = post("/aborted", "a body that does not end");
      wire.append(aborted.head()).append("a body");

      List<String> expected = replies(plain.port(), wire.toString(), requests);
      assertThat(replies(mirrored.port(), wire.toString(), requests)).isEqualTo(expected);

      Awaiting.until(() -> mirror.stats().inFlight() == 0, mirror::stats);
      assertThat(mirror.stats().offered()).isEqualTo(101);
      assertThat(mirror.stats().count(Outcome.RESPONDED)).isEqualTo(100);
      assertThat(mirror.stats().count(Outcome.BODY_INCOMPLETE)).isEqualTo(1);
      assertThat(mirror.stats().heldBytes()).isZero();
      assertThat(mirror.stats().letGo()).isZero();
      assertCopies(recorder, requests);
    }
  }

  /** All replies, interim ones too; then the client goes. */
  private static List<String> replies(int port, String wire, List<WireRequest> requests)
      throws IOException {
    List<String> replies = new ArrayList<>();
    try (RawClient client = RawClient.connect(port)) {
      client.send(wire);
      for (WireRequest request : requests) {
        Reply reply;
        do {
          reply = client.next(request.method());
          replies.add(reply.masked());
        } while (reply.status() < 200);
      }
      client.reset();
    }
    return replies;
  }

  private static void assertCopies(Recorder recorder, List<WireRequest> requests) {
    Map<String, RecordedRequest> copies = new HashMap<>();
    for (int i = 0; i < requests.size(); i++) {
      RecordedRequest copy = recorder.take();
      copies.put(copy.target(), copy);
    }
    recorder.assertQuiet();
    for (WireRequest request : requests) {
      assertThat(copies.get(request.target()))
          .isNotNull()
          .satisfies(copy -> assertThat(copy.method()).isEqualTo(request.method()))
          .satisfies(copy -> assertThat(copy.body()).isEqualTo(request.body()))
          .satisfies(
              copy ->
                  request.fields().stream()
                      .filter(f -> f.is("X-Number") || f.is("Authorization"))
                      .forEach(field -> assertThat(copy.fields()).contains(field)));
    }
  }
}
