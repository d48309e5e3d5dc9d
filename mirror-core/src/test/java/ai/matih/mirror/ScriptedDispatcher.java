package ai.matih.mirror;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A dispatcher in memory: it keeps each copy, and the test says how it ends. Thread-safe. */
final class ScriptedDispatcher implements MirrorDispatcher {
  static final ObservedResponse OK = response(200, 0, 0);

  /** One copy with the place to report its end. */
  record Sent(MirrorRequest copy, Completion completion) {

    void responds() {
      completion.responded(OK);
    }

    void responds(ObservedResponse response) {
      completion.responded(response);
    }

    void fails(Outcome outcome) {
      completion.failed(outcome, null);
    }
  }

  private final BlockingQueue<Sent> sent = new LinkedBlockingQueue<>();
  final AtomicInteger closings = new AtomicInteger();

  static ObservedResponse response(int status, long bodyLength, long checksum) {
    return new ObservedResponse(
        status,
        Map.of("content-type", "text/plain"),
        bodyLength,
        checksum,
        true,
        List.of(),
        Duration.ofMillis(7));
  }

  @Override
  public void dispatch(MirrorRequest copy, Completion completion) {
    sent.add(new Sent(copy, completion));
  }

  @Override
  public void close() {
    closings.incrementAndGet();
  }

  /** The oldest copy not yet taken. */
  Sent take() {
    Sent next = sent.poll();
    if (next == null) {
      throw new AssertionError("nothing was dispatched");
    }
    return next;
  }

  int waiting() {
    return sent.size();
  }
}
