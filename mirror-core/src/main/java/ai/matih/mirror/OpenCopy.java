package ai.matih.mirror;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One copy of an open exchange, until it is settled.
 *
 * <p>It goes through three states, each left by a compare-and-set: capturing, sent, settled. It is
 * settled by whoever is first: the primary's thread that drops it, the dispatcher that reports its
 * end, the sweep that finds it overdue, or the mirror's closing.
 */
final class OpenCopy implements MirrorDispatcher.Completion {
  private static final VarHandle STATE;

  static {
    try {
      STATE = MethodHandles.lookup().findVarHandle(OpenCopy.class, "state", Object.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final Object CAPTURING = "capturing";
  private static final Object SENT = "sent";

  /** How long a dispatcher may be late with its report before nobody waits for it any more. */
  private static final long LATENESS = Duration.ofSeconds(1).toNanos();

  /** How a copy ended. */
  record Settled(Outcome outcome, @Nullable ObservedResponse response, @Nullable Throwable cause) {}

  private final OpenExchange exchange;
  private final Leg leg;
  private final Circuit.Pass pass;
  private volatile Object state = CAPTURING;

  OpenCopy(OpenExchange exchange, Leg leg, Circuit.Pass pass) {
    this.exchange = exchange;
    this.leg = leg;
    this.pass = pass;
  }

  MirrorTarget target() {
    return leg.target();
  }

  /** How it ended, or null before it has. */
  @Nullable Settled settled() {
    return state instanceof Settled settled ? settled : null;
  }

  boolean isSettled() {
    return state instanceof Settled;
  }

  /** Whether it is to be sent now, by the caller; once at most. */
  boolean trySend() {
    return STATE.compareAndSet(this, CAPTURING, SENT);
  }

  /** Settles it unless it was sent. */
  void drop(Outcome outcome) {
    Settled settled = new Settled(outcome, null, null);
    if (STATE.compareAndSet(this, CAPTURING, settled)) {
      settled(settled, false);
    }
  }

  /** Settles it, whether it was sent or not. */
  void end(Outcome outcome, @Nullable Throwable cause) {
    settle(new Settled(outcome, null, cause), false);
  }

  /** Settles it if it was sent and the dispatcher, whose time began then, is late. */
  void expire(long now, long sentBefore) {
    if (state == SENT && now - sentBefore >= leg.target().timeout().toNanos() + LATENESS) {
      end(Outcome.TIMED_OUT, null);
    }
  }

  @Override
  public ResponseObserver observer() {
    return exchange.observer();
  }

  @Override
  public void responded(ObservedResponse response) {
    settle(new Settled(Outcome.RESPONDED, response, null), true);
  }

  @Override
  public void failed(Outcome outcome, @Nullable Throwable cause) {
    if (outcome == Outcome.RESPONDED) {
      throw Invalid.value("outcome", outcome, "one that is not " + Outcome.RESPONDED);
    }
    settle(new Settled(outcome, null, cause), true);
  }

  private void settle(Settled settled, boolean onOurThread) {
    Object before;
    do {
      before = state;
      if (before instanceof Settled) {
        return;
      }
    } while (!STATE.compareAndSet(this, before, settled));
    settled(settled, onOurThread);
  }

  private void settled(Settled settled, boolean onOurThread) {
    leg.ended(settled.outcome, pass);
    exchange.settled(this, settled, onOurThread);
  }
}
