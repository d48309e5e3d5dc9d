package ai.matih.mirror.servlet;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Views for use again: a mirror keeps none after its decision, so that a request that is not
 * mirrored costs no allocation. They lie in slots by thread, a cache line apart; where two threads
 * meet in one, one of them makes a view.
 */
final class SpareViews {
  private static final int SLOTS = 64;
  private static final int CACHE_LINE =
      32; // references, of at least 4 bytes: two lines, prefetched

  private final AtomicReferenceArray<LiveRequest> slots =
      new AtomicReferenceArray<>(SLOTS * CACHE_LINE);

  LiveRequest take() {
    LiveRequest view = slots.getAndSet(slot(), null);
    return view == null ? new LiveRequest() : view;
  }

  /** The view forgets its request. */
  void giveBack(LiveRequest view) {
    view.forget();
    slots.set(slot(), view);
  }

  private static int slot() {
    long id = Thread.currentThread().getId();
    return (int) (id & SLOTS - 1) * CACHE_LINE;
  }
}
