package ai.matih.mirror;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The capture of a request that is mirrored, until the exchange is over.
 *
 * <p>Its copy goes through three states, each left by a compare-and-set: capturing, sent, settled.
 * It is settled by whoever is first: the primary's thread that drops it, the dispatcher that
 * reports its end, the sweep that finds it overdue, or the mirror's closing. The exchange is over
 * when its copy is settled and, if somebody looks at the responses and there are two, the primary
 * is done.
 */
final class OpenExchange extends Capture implements MirrorDispatcher.Completion {
  private static final VarHandle STATE;
  private static final VarHandle OVER;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(OpenExchange.class, "state", Object.class);
      OVER = lookup.findVarHandle(OpenExchange.class, "over", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final Object CAPTURING = "capturing";
  private static final Object SENT = "sent";

  /** How long a dispatcher may be late with its report before the sweep stops waiting for it. */
  private static final long LATENESS = Duration.ofSeconds(1).toNanos();

  private static final long SOON = Duration.ofMillis(500).toNanos();

  private record Settled(
      Outcome outcome, @Nullable ObservedResponse response, @Nullable Throwable cause) {}

  private final Engine engine;
  private final Plan plan;
  private final Circuit.Pass pass;
  private final ByteBudget.Reservation budget;
  private final long startedAt = System.nanoTime();
  private volatile Object state = CAPTURING;
  private volatile boolean primaryDone;
  private volatile boolean primaryDoneSoon;
  private volatile long deadline;

  @SuppressWarnings("unused") // by OVER
  private volatile boolean over;

  /** Where {@link InFlight} keeps this exchange. */
  int place;

  /** The request's half, until its copy is sent or dropped. */
  private @Nullable RequestCapture request;

  private String method = "";
  private String path = "";

  // The response's half, written by the primary's threads and published by primaryDone.
  private final @Nullable ResponseObserver primary;
  private final ResponseHold hold;
  private long finishedAt;

  OpenExchange(Engine engine, Plan plan, Circuit.Pass pass) {
    this.engine = engine;
    this.plan = plan;
    this.pass = pass;
    this.budget = engine.budget.open();
    this.primary = plan.observed() || engine.afterPrimary != null ? new ResponseObserver() : null;
    this.hold =
        plan.config().synchronous()
            ? ResponseHold.of(engine, plan.target().timeout().toNanos())
            : ResponseHold.NONE;
    this.deadline = startedAt + engine.exchangeTimeout;
  }

  /** Copies the head; a request without a body is whole with that. */
  @Override
  void onStart(RequestView view) {
    RequestCapture captured = new RequestCapture(view, engine, plan.target().authority(), budget);
    method = captured.method();
    path = captured.path();
    request = captured;
    advance(captured, captured.takeHead());
  }

  @Override
  public boolean wantsBody() {
    RequestCapture captured = request;
    return captured != null && !captured.isWhole();
  }

  @Override
  public boolean wantsResponse() {
    return primary != null;
  }

  @Override
  void onBody(ByteBuffer bytes) {
    RequestCapture captured = request;
    if (captured != null && !captured.isWhole()) {
      advance(captured, captured.append(bytes));
    }
  }

  @Override
  void onBodyEnd() {
    RequestCapture captured = request;
    if (captured != null && !captured.isWhole()) {
      advance(captured, captured.end());
    }
  }

  @Override
  void onForm(Supplier<Map<String, String[]>> parameters, @Nullable String query, Charset charset) {
    RequestCapture captured = request;
    if (captured != null && !captured.isWhole()) {
      advance(
          captured,
          engine.reconstructForms
              ? captured.form(parameters, query, charset)
              : Outcome.BODY_UNREADABLE);
    }
  }

  @Override
  void onUnreadable() {
    RequestCapture captured = request;
    if (captured != null && !captured.isWhole()) {
      drop(Outcome.BODY_UNREADABLE);
    }
  }

  /** Drops the copy if there is a reason to, and sends it if it is whole and need not wait. */
  private void advance(RequestCapture captured, @Nullable Outcome obstacle) {
    if (obstacle != null) {
      drop(obstacle);
    } else if (captured.isWhole() && engine.afterPrimary == null) {
      send(captured);
    }
  }

  @Override
  void onResponseBody(ByteBuffer bytes) {
    if (primary != null && !primaryDone && !over) {
      primary.body(bytes);
    }
  }

  @Override
  void onResponseReset() {
    if (primary != null && !primaryDone) {
      primary.reset();
    }
  }

  @Override
  void onResponseOpaque() {
    if (primary != null && !primaryDone) {
      primary.opaque();
    }
  }

  @Override
  void onResponse(int status, FieldLookup fields) {
    if (primary != null && !primaryDone) {
      primary.head(status, fields);
    }
  }

  @Override
  boolean onTryHold(int bytes) {
    return hold.tryTake(bytes);
  }

  @Override
  public boolean holdsResponse() {
    return hold.isOn();
  }

  @Override
  void onRelease(Runnable action) {
    hold.whenReleased(action);
  }

  @Override
  void onAwaitRelease() {
    hold.await();
  }

  @Override
  void onLetGo() {
    hold.letGo();
  }

  @Override
  void onEnd() {
    if (primaryDone) {
      return;
    }
    RequestCapture captured = request;
    if (captured != null && captured.isWhole()) {
      sendIfAccepted(captured);
    } else {
      drop(Outcome.BODY_INCOMPLETE);
    }
    finishedAt = System.nanoTime();
    primaryDone = true;
    if (state instanceof Settled settled) {
      finish(settled, false);
    }
  }

  @Override
  void onEndSoon() {
    if (primaryDone) {
      return;
    }
    RequestCapture captured = request;
    if (captured != null && !captured.isWhole()) {
      drop(Outcome.BODY_INCOMPLETE);
    }
    finishedAt = System.nanoTime();
    deadline = finishedAt + SOON;
    primaryDoneSoon = true;
  }

  /** The primary has answered, which the copy has been waiting for. */
  private void sendIfAccepted(RequestCapture captured) {
    IntPredicate accepts = engine.afterPrimary;
    if (accepts == null || (primary != null && accepts.test(primary.status()))) {
      send(captured);
    } else {
      drop(Outcome.FILTERED);
    }
  }

  @Override
  void onError(Throwable error) {
    engine.reporter.internalError(error);
    settle(new Settled(Outcome.INTERNAL_ERROR, null, error), false);
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

  /** Ends what nobody else has ended in time. Called by the sweep. */
  void expire(long now) {
    hold.expire(now);
    if (now - deadline < 0) {
      return;
    }
    if (primaryDoneSoon) {
      end();
    }
    // A copy that was sent has its own time, which may end after the primary's.
    if (state == SENT && now - deadline < plan.target().timeout().toNanos() + LATENESS) {
      return;
    }
    RequestCapture captured = request;
    boolean whole = captured != null && captured.isWhole();
    if (!drop(whole ? Outcome.EXPIRED : Outcome.BODY_INCOMPLETE)) {
      settle(new Settled(Outcome.TIMED_OUT, null, null), false);
    }
    if (state instanceof Settled settled) {
      finish(settled, false);
    }
  }

  /** Ends the exchange because the mirror is closed. */
  void close() {
    settle(new Settled(Outcome.CLOSED, null, null), false);
    if (state instanceof Settled settled) {
      finish(settled, false);
    }
  }

  private void send(RequestCapture captured) {
    if (STATE.compareAndSet(this, CAPTURING, SENT)) {
      request = null;
      engine.dispatcher.dispatch(captured.finish(plan.target()), this);
    }
  }

  /** Settles the copy unless it was sent. */
  private boolean drop(Outcome outcome) {
    Settled settled = new Settled(outcome, null, null);
    if (!STATE.compareAndSet(this, CAPTURING, settled)) {
      return false;
    }
    settled(settled, false);
    return true;
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
    request = null;
    budget.close();
    engine.tally.ended(settled.outcome);
    hold.release();
    switch (settled.outcome.kind()) {
      case DONE -> plan.circuit().succeeded();
      case FAILED -> plan.circuit().failed(pass, System.nanoTime());
      default -> plan.circuit().unused(pass);
    }
    if (settled.outcome.kind() == Outcome.Kind.FAILED) {
      engine.reporter.failed(settled.cause);
    }
    if (primaryDone || !plan.observed() || settled.outcome != Outcome.RESPONDED) {
      finish(settled, onOurThread);
    }
  }

  /** The exchange is over: it is reported, then leaves its place. */
  private void finish(Settled settled, boolean onOurThread) {
    if (!OVER.compareAndSet(this, false, true)) {
      return;
    }
    if (!plan.observed()) {
      engine.inFlight.leave(this);
    } else if (onOurThread) {
      report(settled);
    } else {
      engine.reporter.execute(() -> report(settled), () -> engine.inFlight.leave(this));
    }
  }

  private void report(Settled settled) {
    try {
      engine.reporter.report(
          new Exchange(
              engine.route,
              plan.target(),
              method,
              path,
              settled.outcome,
              primaryDone ? primaryResponse() : null,
              settled.response,
              settled.cause),
          plan.config().logResponses());
    } finally {
      engine.inFlight.leave(this);
    }
  }

  private @Nullable ObservedResponse primaryResponse() {
    return primary == null || primary.status() == 0
        ? null
        : primary.observed(method, Duration.ofNanos(finishedAt - startedAt));
  }
}
