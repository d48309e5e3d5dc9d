package ai.matih.mirror;

import ai.matih.mirror.compare.ComparisonReport;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Mirrors one route's traffic: decides which requests are copied, and has the copies sent.
 *
 * <p>Built once per route and given to an adapter:
 *
 * <pre>{@code
 * TrafficMirror mirror = TrafficMirror.builder("ai-service-route")
 *     .to(MirrorConfig.of("ai-service-v2.internal", 8000).withPercentage(50))
 *     .build();
 * }</pre>
 *
 * <p>Thread-safe. Nothing here makes a primary's request wait or fail, but for {@link #close()},
 * which is for the end of the service.
 */
public final class TrafficMirror implements AutoCloseable {
  private static final Duration REPORTS = Duration.ofMillis(500);

  private final Engine engine;
  private final Eligibility eligibility;
  private final Sampler sampler;
  private final Plans plans;
  private final boolean ownsDispatcher;
  private final Duration closeTimeout;
  private volatile Plan plan;
  private boolean closed;

  TrafficMirror(TrafficMirrorBuilder settings, MirrorConfig config) {
    MirrorDispatcher shared = settings.dispatcher;
    this.ownsDispatcher = shared == null;
    this.eligibility = settings.eligibility();
    Sampler custom = settings.sampler;
    this.sampler = custom == null ? PercentageSampler.of(settings.route) : custom;
    this.closeTimeout = settings.closeTimeout;
    Tally tally = new Tally();
    this.plans = new Plans(settings, tally);
    this.plan = plans.plan(config, null);
    this.engine = new Engine(settings, tally, shared == null ? MirrorDispatcher.http(1) : shared);
    warnOfClearText(null, plan);
  }

  /**
   * Starts to describe the mirror of a route; {@link TrafficMirrorBuilder#to} is required.
   *
   * @param route names the traffic in logs, counters and on every copy, and is the sampler's salt
   * @throws IllegalArgumentException unless the name is 1-128 letters, digits, dots, dashes and
   *     underscores
   */
  public static TrafficMirrorBuilder builder(String route) {
    return new TrafficMirrorBuilder(route);
  }

  /**
   * Decides on a request, on its own thread, and begins its copy if it is to have one.
   *
   * <p>This is an adapter's first step with every request. It reads the view and keeps nothing of
   * it, never throws, never waits, and allocates nothing for a request that is not mirrored.
   *
   * @return {@link Capture#NONE} for a request that is not mirrored; its outcome is counted already
   */
  public Capture begin(RequestView request) {
    engine.tally.offered();
    try {
      Plan current = plan;
      Outcome refusal = refusal(current, request);
      return refusal == null ? open(current, request) : refused(refusal);
    } catch (Throwable error) {
      engine.reporter.internalError(error);
      engine.sweep.start();
      return refused(Outcome.INTERNAL_ERROR);
    }
  }

  private Capture refused(Outcome outcome) {
    engine.tally.ended(outcome);
    return Capture.NONE;
  }

  private @Nullable Outcome refusal(Plan current, RequestView request) {
    if (current.refusal() != null) {
      return current.refusal();
    }
    if (!eligibility.admits(request)) {
      return Outcome.FILTERED;
    }
    if (!sampler.sample(request, current.share())) {
      return Outcome.NOT_SAMPLED;
    }
    if (current.mirror().circuit().refuses()) {
      return Outcome.CIRCUIT_OPEN;
    }
    return engine.inFlight.isFull() ? Outcome.OVER_CONCURRENCY : null;
  }

  private Capture open(Plan current, RequestView request) {
    long bodyLength = request.bodyLength();
    if (bodyLength > engine.maxBodyBytes) {
      return refused(Outcome.BODY_TOO_LARGE);
    }
    Circuit.Pass pass = current.mirror().circuit().tryPass();
    if (pass == null) {
      return refused(Outcome.CIRCUIT_OPEN);
    }
    OpenExchange exchange = enter(current, pass);
    if (exchange == null) {
      return refused(Outcome.OVER_CONCURRENCY);
    }
    if (plan.refusal() == Outcome.CLOSED) {
      // Closed meanwhile, and perhaps done with looking for what is left.
      exchange.close();
      return Capture.NONE;
    }
    engine.sweep.start();
    exchange.start(request, bodyLength);
    return exchange;
  }

  /** A new exchange in its place, or null when all are taken; then the pass is given back. */
  private @Nullable OpenExchange enter(Plan current, Circuit.Pass pass) {
    boolean entered = false;
    try {
      OpenExchange exchange = new OpenExchange(engine, current, pass);
      entered = engine.inFlight.tryEnter(exchange);
      return entered ? exchange : null;
    } finally {
      if (!entered) {
        // Also without memory for an exchange: a probe that is not given back would be the last.
        current.mirror().circuit().unused(pass);
      }
    }
  }

  /**
   * Replaces the configuration, and switches mirroring on if it was off. Each request is governed
   * by one configuration from its decision to its outcome; copies under way end as they began.
   *
   * @throws IllegalArgumentException if the configuration cannot be used
   * @throws IllegalStateException if the mirror is closed
   */
  public synchronized void update(MirrorConfig config) {
    if (closed) {
      throw new IllegalStateException("mirror of route " + engine.route + " is closed");
    }
    Plan before = plan;
    plan = plans.plan(config, before);
    warnOfClearText(before, plan);
  }

  /** Switches mirroring off until the next {@link #update}. Copies under way end as they began. */
  public synchronized void disable() {
    if (!closed) {
      plan = plan.refusing(Outcome.DISABLED);
    }
  }

  /** The configuration in force. */
  public MirrorConfig config() {
    return plan.config();
  }

  /** The route's name. */
  public String route() {
    return engine.route;
  }

  /** The counters by now. */
  public MirrorStats stats() {
    return stats(plan.mirror(), engine.inFlight.count(), engine.budget.held());
  }

  /**
   * The counters of the copies to the baseline, which are none of the mirror's share; all zero
   * without a baseline. What is in flight and held is counted in {@link #stats}.
   */
  public MirrorStats baselineStats() {
    Leg baseline = plan.baseline();
    return baseline == null ? MirrorStats.none(engine.route) : stats(baseline, 0, 0);
  }

  private MirrorStats stats(Leg leg, int inFlight, long heldBytes) {
    Tally tally = leg.tally();
    return new MirrorStats(
        engine.route,
        tally.offeredCount(),
        tally.outcomes(),
        inFlight,
        heldBytes,
        tally.letGoCount(),
        leg.circuit().isOpen());
  }

  /**
   * What comparing the mirror's answers with the primary's has shown by now, since the mirror was
   * built or {@link #resetReport} was called; empty without {@link TrafficMirrorBuilder#compare}.
   */
  public ComparisonReport report() {
    return engine.comparer.report();
  }

  /** Forgets what comparing has shown: a new report begins. */
  public void resetReport() {
    engine.comparer.reset();
  }

  /**
   * Stops mirroring: takes no more requests, waits for what is in flight, by default 2 seconds at
   * most, counts the rest {@link Outcome#CLOSED}, and lets go of threads and connections; of a
   * dispatcher only if it is the mirror's own. Idempotent. If the calling thread is interrupted it
   * does not wait.
   */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      plan = plan.refusing(Outcome.CLOSED);
    }
    long end = System.nanoTime() + closeTimeout.toNanos();
    while (engine.inFlight.count() > 0
        && System.nanoTime() - end < 0
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(this, 1_000_000);
    }
    engine.sweep.close();
    engine.inFlight.forEach(OpenExchange::close);
    engine.comparer.close(REPORTS);
    engine.reporter.close(REPORTS);
    if (ownsDispatcher) {
      engine.dispatcher.close();
    }
  }

  private void warnOfClearText(@Nullable Plan before, Plan now) {
    if (before == null) {
      Leg baseline = now.baseline();
      warnOfClearText(now.mirror().target());
      if (baseline != null) {
        warnOfClearText(baseline.target());
      }
    } else if (!before.mirror().target().host().equals(now.mirror().target().host())) {
      warnOfClearText(now.mirror().target());
    }
  }

  private void warnOfClearText(MirrorTarget target) {
    if (plans.sendsCredentialsInClearText(target)) {
      engine.reporter.warn(
          "copies carry the clients' credentials in clear text to "
              + target
              + "; tls() encrypts them, withoutCredentials() leaves them out");
    }
  }

  @Override
  public String toString() {
    return "TrafficMirror{" + engine.route + " to " + plan.mirror().target() + "}";
  }
}
