package ai.matih.mirror;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.Map;
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

  // The request's half, written by the primary's threads.
  private @Nullable HeadCopy head;
  private @Nullable Body body = new Body();
  private long declared;
  private String method = "";
  private String path = "";

  // The response's half, likewise; published by primaryDone.
  private final @Nullable ResponseObserver primary;
  private long finishedAt;

  OpenExchange(Engine engine, Plan plan, Circuit.Pass pass) {
    this.engine = engine;
    this.plan = plan;
    this.pass = pass;
    this.budget = engine.budget.open();
    this.primary = plan.observed() ? new ResponseObserver() : null;
    this.deadline = startedAt + engine.exchangeTimeout;
  }

  /** Copies the head; a request without a body is whole with that. */
  void begin(RequestView request) {
    HeadCopy copy = new HeadCopy(request, engine.rules, plan.target().authority());
    head = copy;
    method = copy.method;
    path = Targets.path(copy.target);
    declared = request.bodyLength();
    if (!budget.tryTake(copy.characters())) {
      drop(Outcome.OVER_BYTE_BUDGET, null);
    } else if (declared == 0) {
      send(false);
    }
  }

  @Override
  public boolean wantsBody() {
    return state == CAPTURING;
  }

  @Override
  public boolean wantsResponse() {
    return primary != null;
  }

  @Override
  void onBody(ByteBuffer bytes) {
    Body target = body;
    if (state != CAPTURING || target == null) {
      return;
    }
    long length = (long) target.length() + bytes.remaining();
    long limit = declared >= 0 ? declared : engine.maxBodyBytes;
    if (length > limit) {
      // More than was declared is not the body that the client meant.
      drop(declared >= 0 ? Outcome.BODY_INCOMPLETE : Outcome.BODY_TOO_LARGE, null);
    } else if (!target.append(bytes, limit, budget)) {
      drop(Outcome.OVER_BYTE_BUDGET, null);
    } else if (length == declared) {
      send(false);
    }
  }

  @Override
  void onBodyEnd() {
    Body captured = body;
    if (captured != null && (declared < 0 || captured.length() == declared)) {
      send(false);
    } else {
      drop(Outcome.BODY_INCOMPLETE, null);
    }
  }

  @Override
  void onForm(Supplier<Map<String, String[]>> parameters, @Nullable String query, Charset charset) {
    Body captured = body;
    if (state != CAPTURING || captured == null) {
      return;
    }
    if (!engine.reconstructForms || captured.length() > 0) {
      drop(Outcome.BODY_UNREADABLE, null);
      return;
    }
    byte[] form = FormBody.rebuild(parameters.get(), query, charset);
    if (form == null) {
      drop(Outcome.BODY_UNREADABLE, null);
    } else if (form.length > engine.maxBodyBytes) {
      drop(Outcome.BODY_TOO_LARGE, null);
    } else if (!captured.append(ByteBuffer.wrap(form), form.length, budget)) {
      drop(Outcome.OVER_BYTE_BUDGET, null);
    } else {
      send(true);
    }
  }

  @Override
  void onUnreadable() {
    drop(Outcome.BODY_UNREADABLE, null);
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
  void onResponse(int status, @Nullable String contentType, @Nullable String contentEncoding) {
    if (primary != null && !primaryDone) {
      primary.head(status, contentType, contentEncoding);
    }
  }

  @Override
  void onEnd() {
    if (primaryDone) {
      return;
    }
    drop(Outcome.BODY_INCOMPLETE, null);
    finishedAt = System.nanoTime();
    primaryDone = true;
    if (state instanceof Settled settled) {
      finish(settled, false);
    }
  }

  @Override
  void onEndSoon() {
    drop(Outcome.BODY_INCOMPLETE, null);
    finishedAt = System.nanoTime();
    deadline = finishedAt + SOON;
    primaryDoneSoon = true;
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
    if (now - deadline < 0) {
      return;
    }
    if (primaryDoneSoon) {
      primaryDone = true;
    }
    // A copy that was sent has its own time, which may end after the primary's.
    if (state == SENT && now - deadline < plan.target().timeout().toNanos() + LATENESS) {
      return;
    }
    if (!drop(Outcome.BODY_INCOMPLETE, null)) {
      settle(new Settled(Outcome.TIMED_OUT, null, null), true);
    }
    if (state instanceof Settled settled) {
      finish(settled, true);
    }
  }

  /** Ends the exchange because the mirror is closed. */
  void close() {
    settle(new Settled(Outcome.CLOSED, null, null), false);
    if (state instanceof Settled settled) {
      finish(settled, false);
    }
  }

  private void send(boolean reconstructed) {
    HeadCopy copy = head;
    Body whole = body;
    if (copy == null || whole == null || !STATE.compareAndSet(this, CAPTURING, SENT)) {
      return;
    }
    head = null;
    body = null;
    String[] fields = copy.fields(reconstructed, whole.length());
    engine.dispatcher.dispatch(
        new MirrorRequest(plan.target(), copy.method, copy.target, fields, copy.size(), whole),
        this);
  }

  /** Settles the copy unless it was sent. */
  private boolean drop(Outcome outcome, @Nullable Throwable cause) {
    Settled settled = new Settled(outcome, null, cause);
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
    head = null;
    body = null;
    budget.close();
    engine.tally.ended(settled.outcome);
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
    return primary == null || !primary.hasHead()
        ? null
        : primary.observed(method, Duration.ofNanos(finishedAt - startedAt));
  }
}
