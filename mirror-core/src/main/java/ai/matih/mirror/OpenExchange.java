package ai.matih.mirror;

import ai.matih.mirror.compare.ComparisonResult;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The capture of a request that is mirrored, until the exchange is over.
 *
 * <p>It is over when its copies, to the mirror and perhaps to the baseline, are settled and, if
 * somebody looks at the responses and there are two, the primary is done.
 */
final class OpenExchange extends Capture {
  private static final VarHandle OVER;

  static {
    try {
      OVER = MethodHandles.lookup().findVarHandle(OpenExchange.class, "over", boolean.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final long SOON = Duration.ofMillis(500).toNanos();

  private final Engine engine;
  private final Plan plan;
  final OpenCopy copy;

  /** The same request's copy to the baseline, from when it is sent. */
  private volatile @Nullable OpenCopy baseline;

  /** Bytes of the request. */
  private final ByteBudget.Reservation budget;

  private final long startedAt = System.nanoTime();
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

  /** Bytes of the responses that are kept for comparing. */
  private final ByteBudget.@Nullable Reservation answers;

  private final ResponseHold hold;
  private long finishedAt;

  OpenExchange(Engine engine, Plan plan, Circuit.Pass pass) {
    this.engine = engine;
    this.plan = plan;
    this.copy = new OpenCopy(this, plan.mirror(), pass);
    this.budget = engine.budget.open();
    this.answers = engine.comparer.keepsBodies() ? engine.budget.open() : null;
    this.primary =
        plan.observed() || engine.afterPrimary != null ? engine.comparer.observer(answers) : null;
    this.hold =
        plan.config().synchronous()
            ? ResponseHold.of(engine, plan.mirror().target().timeout().toNanos())
            : ResponseHold.NONE;
    this.deadline = startedAt + engine.exchangeTimeout;
  }

  /** Copies the head; a request without a body is whole with that. */
  @Override
  void onStart(RequestView view) {
    RequestCapture captured =
        new RequestCapture(view, engine, plan.mirror().target().authority(), budget);
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
    finishIfOver(false);
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
    endCopies(Outcome.INTERNAL_ERROR, error);
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
    RequestCapture captured = request;
    boolean whole = captured != null && captured.isWhole();
    copy.drop(whole ? Outcome.EXPIRED : Outcome.BODY_INCOMPLETE);
    // A copy that was sent has its own time, which may end after the primary's.
    forEachCopy(sent -> sent.expire(now, deadline));
    finishIfSettled();
  }

  /** Ends the exchange because the mirror is closed. */
  void close() {
    endCopies(Outcome.CLOSED, null);
    finishIfSettled();
  }

  private void drop(Outcome outcome) {
    copy.drop(outcome);
  }

  private void endCopies(Outcome outcome, @Nullable Throwable cause) {
    forEachCopy(each -> each.end(outcome, cause));
  }

  private void forEachCopy(Consumer<OpenCopy> action) {
    action.accept(copy);
    OpenCopy second = baseline;
    if (second != null) {
      action.accept(second);
    }
  }

  private void send(RequestCapture captured) {
    // Before the first one leaves: from then on the exchange may be over any moment.
    OpenCopy second = openBaseline();
    baseline = second;
    if (!copy.trySend()) {
      if (second != null) {
        second.end(Outcome.CLOSED, null);
      }
      return;
    }
    request = null;
    MirrorRequest sent = captured.finish(plan.mirror().target());
    engine.dispatcher.dispatch(sent, copy);
    if (second != null && second.trySend()) {
      engine.dispatcher.dispatch(sent.to(second.target(), engine.rules.preserveHost()), second);
    }
  }

  private @Nullable OpenCopy openBaseline() {
    Leg leg = plan.baseline();
    Circuit.Pass pass = leg == null ? null : leg.tryEnter();
    return leg == null || pass == null ? null : new OpenCopy(this, leg, pass);
  }

  /** A copy was settled, and has counted its outcome. */
  void settled(OpenCopy which, OpenCopy.Settled settled, boolean onOurThread) {
    if (which == copy) {
      request = null;
      hold.release();
      if (settled.outcome().kind() == Outcome.Kind.FAILED) {
        engine.reporter.failed(settled.cause());
      }
    }
    if (isSettled()) {
      budget.close();
    }
    finishIfOver(onOurThread);
  }

  private boolean isSettled() {
    OpenCopy second = baseline;
    return copy.isSettled() && (second == null || second.isSettled());
  }

  private void finishIfOver(boolean onOurThread) {
    OpenCopy.Settled settled = copy.settled();
    boolean awaited = plan.observed() && settled != null && settled.outcome() == Outcome.RESPONDED;
    if (settled != null && isSettled() && (primaryDone || !awaited)) {
      finish(settled, onOurThread);
    }
  }

  /** Whatever the primary does. */
  private void finishIfSettled() {
    OpenCopy.Settled settled = copy.settled();
    if (settled != null && isSettled()) {
      finish(settled, false);
    }
  }

  /** The exchange is over: it is reported, then leaves its place. */
  private void finish(OpenCopy.Settled settled, boolean onOurThread) {
    if (!OVER.compareAndSet(this, false, true)) {
      return;
    }
    if (!plan.observed()) {
      leave();
    } else if (settled.outcome() == Outcome.RESPONDED
        && primaryDone
        && engine.comparer.tryExecute(() -> report(settled, true), this::leave)) {
      return;
    } else if (onOurThread) {
      report(settled, false);
    } else {
      engine.reporter.execute(() -> report(settled, false), this::leave);
    }
  }

  private void report(OpenCopy.Settled settled, boolean taken) {
    try {
      ObservedResponse answer = primaryDone ? primaryResponse() : null;
      ObservedResponse response = settled.response();
      ComparisonResult comparison =
          taken
              ? engine.comparer.compare(method, path, answer, response, baselineResponse())
              : engine.comparer.skip(method, path, answer, response);
      engine.reporter.report(
          new Exchange(
              engine.route,
              copy.target(),
              method,
              path,
              settled.outcome(),
              answer,
              response,
              comparison,
              settled.cause()),
          plan.config().logResponses());
    } finally {
      leave();
    }
  }

  private @Nullable ObservedResponse baselineResponse() {
    OpenCopy second = baseline;
    OpenCopy.Settled settled = second == null ? null : second.settled();
    return settled == null ? null : settled.response();
  }

  private void leave() {
    if (answers != null) {
      answers.close();
    }
    engine.inFlight.leave(this);
  }

  /** Of an answer to a copy. */
  ResponseObserver observer() {
    return plan.observed() ? engine.comparer.observer(answers) : ResponseObserver.ofNothing();
  }

  private @Nullable ObservedResponse primaryResponse() {
    return primary == null || primary.status() == 0
        ? null
        : primary.observed(method, Duration.ofNanos(finishedAt - startedAt));
  }
}
