package ai.matih.mirror.dispatch;

import ai.matih.mirror.MirrorDispatcher.Completion;
import ai.matih.mirror.MirrorRequest;
import ai.matih.mirror.ObservedResponse;
import ai.matih.mirror.Outcome;
import ai.matih.mirror.ResponseObserver;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One copy on its way. But for the hand-over it is used on its pool's event loop only. */
final class Transfer {
  final MirrorRequest request;
  private final Completion completion;
  private final long deadline;
  private long sentAt;

  /** The next in the hand-over. */
  @Nullable Transfer next;

  /** The list that it is in, and its neighbours there. */
  @Nullable TransferList list;

  @Nullable Transfer before;
  @Nullable Transfer after;

  /** The connection that carries it, or null while it waits for one. */
  @Nullable Connection connection;

  Transfer(MirrorRequest request, Completion completion) {
    this.request = request;
    this.completion = completion;
    this.deadline = System.nanoTime() + request.mirror().timeout().toNanos();
  }

  /** Lets go of the next in the hand-over, and returns it. */
  @Nullable Transfer unlink() {
    Transfer other = next;
    next = null;
    return other;
  }

  boolean isOverdue(long now) {
    return now - deadline >= 0;
  }

  /** It is about to be written. */
  void sent() {
    sentAt = System.nanoTime();
  }

  /** Since it was sent. */
  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - sentAt);
  }

  ResponseObserver observer() {
    return completion.observer();
  }

  void responded(ObservedResponse response) {
    completion.responded(response);
  }

  void failed(Outcome outcome, @Nullable Throwable cause) {
    completion.failed(outcome, cause);
  }
}
