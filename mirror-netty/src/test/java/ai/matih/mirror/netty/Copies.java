package ai.matih.mirror.netty;

import ai.matih.mirror.MirrorDispatcher;
import ai.matih.mirror.MirrorRequest;
import ai.matih.mirror.ObservedResponse;
import ai.matih.mirror.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Takes copies and leaves it to the test when and how each ends. */
final class Copies implements MirrorDispatcher {

  /** One copy, by whoever waits for its end. */
  record Copy(MirrorRequest request, Completion completion) {

    String line() {
      return request.method() + " " + request.target();
    }

    List<String> values(String name) {
      List<String> values = new ArrayList<>();
      request.forEachHeader(
          (field, value) -> {
            if (field.equalsIgnoreCase(name)) {
              values.add(value);
            }
          });
      return values;
    }

    String body() {
      StringBuilder body = new StringBuilder();
      request
          .body()
          .forEach(bytes -> body.append(StandardCharsets.ISO_8859_1.decode(bytes.duplicate())));
      return body.toString();
    }

    Copy responds() {
      completion.responded(ObservedResponse.NONE);
      return this;
    }

    void fails(Outcome outcome) {
      completion.failed(outcome, null);
    }
  }

  private final BlockingQueue<Copy> waiting = new LinkedBlockingQueue<>();

  @Override
  public void dispatch(MirrorRequest copy, Completion completion) {
    waiting.add(new Copy(copy, completion));
  }

  @Override
  public void close() {}

  int count() {
    return waiting.size();
  }

  /** The oldest copy not yet taken. */
  Copy take() {
    Copy next = waiting.poll();
    if (next == null) {
      throw new AssertionError("there is no copy");
    }
    return next;
  }
}
