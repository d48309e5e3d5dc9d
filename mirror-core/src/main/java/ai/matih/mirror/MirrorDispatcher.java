package ai.matih.mirror;

import ai.matih.mirror.dispatch.NettyDispatcher;
import org.jspecify.annotations.Nullable;

/**
 * Takes finished copies and sends them, each at most once.
 *
 * <p>The default sends them as HTTP/1.1 over connections of its own. Others (a queue, a file) are
 * implemented against this interface. One dispatcher may serve many mirrors. Thread-safe.
 */
public interface MirrorDispatcher extends AutoCloseable {

  /**
   * Takes a copy over and returns at once: this is called on the primary's own threads. Its end is
   * reported exactly once, on a thread of the dispatcher's.
   *
   * <p>What it throws ends the copy in {@link Outcome#INTERNAL_ERROR}.
   */
  void dispatch(MirrorRequest copy, Completion completion);

  /**
   * Stops sending and lets go of threads and connections, within 2 seconds. Copies not yet done end
   * in {@link Outcome#CLOSED}. Idempotent.
   */
  @Override
  void close();

  /**
   * The dispatcher that sends copies over HTTP/1.1 to the target that each names. It starts its
   * threads with the first copy.
   *
   * @param threads event loops, 1-64; the copies of one mirror all go over one of them
   * @throws IllegalArgumentException if threads is out of range
   */
  static MirrorDispatcher http(int threads) {
    Invalid.unlessWithin("threads", threads, 1, 64);
    return new NettyDispatcher(threads);
  }

  /** Where the end of one copy is reported; only the first report counts. */
  interface Completion {

    /** Where to pass the mirror's answer through as it comes, so that it can be compared. */
    default ResponseObserver observer() {
      return new ResponseObserver();
    }

    /** The mirror answered; a sink that knows no answers reports {@link ObservedResponse#NONE}. */
    void responded(ObservedResponse response);

    /**
     * The copy was not answered, or not sent.
     *
     * @param cause what happened, for the log, or null
     * @throws IllegalArgumentException if the outcome is {@link Outcome#RESPONDED}
     */
    void failed(Outcome outcome, @Nullable Throwable cause);
  }
}
