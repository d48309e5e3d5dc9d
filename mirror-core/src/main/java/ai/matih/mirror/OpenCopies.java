package ai.matih.mirror;

import org.jspecify.annotations.Nullable;

/**
 * The copies of one open exchange: one to the mirror and, from when that is sent, perhaps one to
 * the baseline. Thread-safe.
 */
final class OpenCopies {
  private final OpenExchange exchange;
  private final Plan plan;
  private final OpenCopy mirror;
  private volatile @Nullable OpenCopy baseline;

  OpenCopies(OpenExchange exchange, Plan plan, Circuit.Pass pass) {
    this.exchange = exchange;
    this.plan = plan;
    this.mirror = new OpenCopy(exchange, plan.mirror(), pass);
  }

  OpenCopy mirror() {
    return mirror;
  }

  /** Sends what was captured, to the baseline too, unless the mirror's copy is settled already. */
  void send(RequestCapture captured, Engine engine) {
    // Before the first one leaves: from then on the exchange may be over any moment.
    OpenCopy second = openBaseline();
    baseline = second;
    if (!mirror.trySend()) {
      if (second != null) {
        second.end(Outcome.CLOSED, null);
      }
      return;
    }
    MirrorRequest sent = captured.finish(mirror.target(), plan.config().synchronous());
    engine.dispatcher.dispatch(sent, mirror);
    if (second != null && second.trySend()) {
      sendAgain(sent, second, engine);
    }
  }

  /** What fails here is none of the mirror's, whose copy has left. */
  private static void sendAgain(MirrorRequest sent, OpenCopy second, Engine engine) {
    try {
      engine.dispatcher.dispatch(sent.to(second.target(), engine.rules.preserveHost()), second);
    } catch (Throwable error) {
      engine.reporter.internalError(error);
      second.end(Outcome.INTERNAL_ERROR, error);
    }
  }

  private @Nullable OpenCopy openBaseline() {
    Leg leg = plan.baseline();
    Circuit.Pass pass = leg == null ? null : leg.tryEnter();
    return leg == null || pass == null ? null : new OpenCopy(exchange, leg, pass);
  }

  /** Whether no more is to come of any. */
  boolean areSettled() {
    OpenCopy second = baseline;
    return mirror.isSettled() && (second == null || second.isSettled());
  }

  /** What is not settled yet ends so. */
  void end(Outcome outcome, @Nullable Throwable cause) {
    mirror.end(outcome, cause);
    OpenCopy second = baseline;
    if (second != null) {
      second.end(outcome, cause);
    }
  }

  /** Gives up what was sent before that time and of which the dispatcher is late to tell. */
  void expire(long now, long sentBefore) {
    mirror.expire(now, sentBefore);
    OpenCopy second = baseline;
    if (second != null) {
      second.expire(now, sentBefore);
    }
  }

  /** The baseline's answer, or null if there is none. */
  @Nullable ObservedResponse baselineResponse() {
    OpenCopy second = baseline;
    OpenCopy.Settled settled = second == null ? null : second.settled();
    return settled == null ? null : settled.response();
  }
}
