package ai.matih.mirror;

import ai.matih.mirror.compare.ComparisonResult;
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
  final OpenCopies copies;

  /** Bytes of the request. */
  private final ByteBudget.Reservation budget;

  private volatile boolean endsSoon;
  private volatile long deadline;

  @SuppressWarnings("unused") // by OVER
  private volatile boolean over;

  /** Where {@link InFlight} keeps this exchange. */
  int place;

  /** The request's half, until its copy is sent or dropped. */
  private @Nullable RequestCapture request;

  private String method = "";
  private String path = "";

  private final PrimaryResponse primary;

  /** Bytes of the responses that are kept for comparing. */
  private final ByteBudget.@Nullable Reservation answers;

  private final ResponseHold hold;

  OpenExchange(Engine engine, Plan plan, Circuit.Pass pass) {
    this.engine = engine;
    this.plan = plan;
    this.copies = new OpenCopies(this, plan, pass);
    this.budget = engine.budget.open();
    this.answers = engine.comparer.keepsBodies() ? engine.budget.open() : null;
    boolean wanted = plan.observed() || engine.afterPrimary != null;
    this.primary = new PrimaryResponse(wanted ? engine.comparer.observer(answers) : null);
    this.hold =
        plan.config().synchronous()
            ? ResponseHold.of(engine, plan.mirror().target().timeout().toNanos())
            : ResponseHold.NONE;
    this.deadline = primary.startedAt() + engine.exchangeTimeout;
  }

  /** Copies the head; a request without a body is whole with that. */
  @Override
  void onStart(RequestView view, long bodyLength) {
    RequestCapture captured =
        new RequestCapture(view, bodyLength, engine, plan.mirror().target().authority(), budget);
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
    return primary.isWanted();
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
    ResponseObserver observer = primary.observer();
    if (observer != null && !over) {
      observer.body(bytes);
    }
  }

  @Override
  void onResponseReset() {
    ResponseObserver observer = primary.observer();
    if (observer != null) {
      observer.reset();
    }
  }

  @Override
  void onResponseOpaque() {
    ResponseObserver observer = primary.observer();
    if (observer != null) {
      observer.opaque();
    }
  }

  @Override
  void onResponse(int status, FieldLookup fields) {
    ResponseObserver observer = primary.observer();
    if (observer != null) {
      observer.head(status, fields);
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
    if (primary.isOver()) {
      return;
    }
    RequestCapture captured = request;
    if (captured != null && captured.isWhole()) {
      sendIfAccepted(captured);
    } else {
      drop(Outcome.BODY_INCOMPLETE);
    }
    primary.end();
    finishIfOver(false);
  }

  @Override
  void onEndSoon() {
    if (primary.isOver()) {
      return;
    }
    RequestCapture captured = request;
    if (captured != null && !captured.isWhole()) {
      drop(Outcome.BODY_INCOMPLETE);
    }
    deadline = System.nanoTime() + SOON;
    endsSoon = true;
  }

  /** The primary has answered, which the copy has been waiting for. */
  private void sendIfAccepted(RequestCapture captured) {
    IntPredicate accepts = engine.afterPrimary;
    if (accepts == null || accepts.test(primary.status())) {
      send(captured);
    } else {
      drop(Outcome.FILTERED);
    }
  }

  @Override
  void onError(Throwable error) {
    engine.reporter.internalError(error);
    copies.end(Outcome.INTERNAL_ERROR, error);
  }

  /** Ends what nobody else has ended in time. Called by the sweep. */
  void expire(long now) {
    hold.expire(now);
    if (now - deadline < 0) {
      return;
    }
    if (endsSoon) {
      end();
    }
    RequestCapture captured = request;
    boolean whole = captured != null && captured.isWhole();
    drop(whole ? Outcome.EXPIRED : Outcome.BODY_INCOMPLETE);
    // A copy that was sent has its own time, which may end after the primary's.
    copies.expire(now, deadline);
    finishIfSettled();
  }

  /** Ends the exchange because the mirror is closed. */
  void close() {
    copies.end(Outcome.CLOSED, null);
    finishIfSettled();
  }

  private void send(RequestCapture captured) {
    request = null;
    copies.send(captured, engine);
  }

  private void drop(Outcome outcome) {
    copies.mirror().drop(outcome);
  }

  /** A copy was settled, and has counted its outcome. */
  void settled(OpenCopy which, OpenCopy.Settled settled, boolean onOurThread) {
    if (which == copies.mirror()) {
      request = null;
      hold.release();
      if (settled.outcome().kind() == Outcome.Kind.FAILED) {
        engine.reporter.failed(settled.cause());
      }
    }
    if (copies.areSettled()) {
      budget.close();
    }
    finishIfOver(onOurThread);
  }

  /** Whether there will be two answers to look at, so that the primary's end is waited for. */
  private boolean isAnswered(OpenCopy.Settled settled) {
    return plan.observed() && settled.outcome() == Outcome.RESPONDED;
  }

  private void finishIfOver(boolean onOurThread) {
    OpenCopy.Settled settled = copies.mirror().settled();
    if (settled != null && copies.areSettled() && (primary.isOver() || !isAnswered(settled))) {
      finish(settled, onOurThread);
    }
  }

  /** Whatever the primary does. */
  private void finishIfSettled() {
    OpenCopy.Settled settled = copies.mirror().settled();
    if (settled != null && copies.areSettled()) {
      finish(settled, false);
    }
  }

  /** The exchange is over: it is reported, then leaves its place. */
  private void finish(OpenCopy.Settled settled, boolean onOurThread) {
    if (!OVER.compareAndSet(this, false, true)) {
      return;
    }
    boolean handedOver = false;
    try {
      handOver(settled, onOurThread);
      handedOver = true;
    } finally {
      if (!handedOver) {
        // Without memory for as much as that: nobody will come to end it again.
        leave();
      }
    }
  }

  private void handOver(OpenCopy.Settled settled, boolean onOurThread) {
    if (!plan.observed()) {
      leave();
    } else if (isAnswered(settled)
        && primary.isOver()
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
      ObservedResponse answer = primary.observed(method);
      ObservedResponse response = settled.response();
      ComparisonResult comparison =
          taken
              ? engine.comparer.compare(method, path, answer, response, copies.baselineResponse())
              : engine.comparer.skip(method, path, answer, response);
      engine.reporter.report(
          new Exchange(
              engine.route,
              plan.mirror().target(),
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

  private void leave() {
    if (answers != null) {
      answers.close();
    }
    engine.inFlight.leave(this);
  }

  /** Of an answer to a copy. */
  ResponseObserver observer() {
    return plan.observed() ? engine.comparer.observer(answers) : UnseenResponse.OBSERVER;
  }
}
