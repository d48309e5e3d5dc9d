package ai.matih.mirror;

import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** What the exchanges of one mirror share, whatever its configuration at the time. */
final class Engine {
  final String route;
  final HeadRules rules;
  final MirrorDispatcher dispatcher;
  final int maxBodyBytes;
  final boolean reconstructForms;

  /** The primary's statuses after which copies leave, or null for copies that do not wait. */
  final @Nullable IntPredicate afterPrimary;

  final int maxHeldResponseBytes;

  /** Nanoseconds after which an exchange is ended that nobody else has ended. */
  final long exchangeTimeout;

  final ByteBudget budget;
  final InFlight inFlight;
  final Tally tally;
  final Reporter reporter;
  final Comparer comparer;
  final Sweep sweep;

  Engine(TrafficMirrorBuilder settings, Tally tally, MirrorDispatcher dispatcher) {
    this.route = settings.route;
    this.tally = tally;
    this.rules = settings.headRules();
    this.dispatcher = dispatcher;
    this.maxBodyBytes = settings.maxBodyBytes;
    this.reconstructForms = settings.reconstructForms;
    this.afterPrimary = settings.afterPrimary;
    this.maxHeldResponseBytes = settings.maxHeldResponseBytes;
    this.exchangeTimeout = settings.exchangeTimeout.toNanos();
    this.budget = new ByteBudget(settings.maxHeldBytes);
    this.inFlight = new InFlight(settings.maxInFlight);
    this.reporter = new Reporter(settings.route, settings.listener, tally);
    this.comparer = new Comparer(settings, reporter);
    this.sweep = new Sweep("mirror-sweep-" + settings.route, inFlight, reporter);
  }
}
