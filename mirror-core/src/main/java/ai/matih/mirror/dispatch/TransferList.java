package ai.matih.mirror.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * Copies in the order in which they came, of which any may leave. The links are in the copies
 * themselves: coming and going allocates nothing and hashes nothing. Not thread-safe.
 */
final class TransferList {
  private @Nullable Transfer first;
  private @Nullable Transfer last;

  @Nullable Transfer first() {
    return first;
  }

  boolean isEmpty() {
    return first == null;
  }

  /** Adds one that is in no list. */
  void add(Transfer transfer) {
    Transfer before = last;
    transfer.list = this;
    transfer.before = before;
    if (before == null) {
      first = transfer;
    } else {
      before.after = transfer;
    }
    last = transfer;
  }

  /**
   * Removes one.
   *
   * @return whether it was here
   */
  boolean remove(Transfer transfer) {
    if (transfer.list != this) {
      return false;
    }
    Transfer before = transfer.before;
    Transfer after = transfer.after;
    if (before == null) {
      first = after;
    } else {
      before.after = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.before = before;
    }
    transfer.list = null;
    transfer.before = null;
    transfer.after = null;
    return true;
  }
}
