package ai.matih.mirror;

import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Makes the plan that follows from a configuration and a mirror's settings. Immutable. */
final class Plans {
  private final @Nullable SSLContext tls;
  private final Duration connectTimeout;
  private final Duration timeout;
  private final int maxConnections;
  private final Predicate<InetAddress> addresses;
  private final int circuitFailures;
  private final long firstProbe;
  private final long longestPause;
  private final boolean watched;
  private final boolean credentials;
  private final boolean afterPrimary;
  private final Tally tally;
  private final @Nullable Leg baseline;

  Plans(TrafficMirrorBuilder settings, Tally tally) {
    this.tally = tally;
    this.tls = settings.tls;
    this.connectTimeout = settings.connectTimeout;
    this.timeout = settings.timeout;
    this.maxConnections = settings.maxConnections;
    this.addresses = settings.addresses;
    this.circuitFailures = settings.circuitFailures;
    this.firstProbe = settings.firstProbe.toNanos();
    this.longestPause = settings.longestPause.toNanos();
    this.watched =
        settings.comparison != null || settings.listener != TrafficMirrorBuilder.NO_LISTENER;
    this.credentials = settings.headRules().credentials();
    this.afterPrimary = settings.afterPrimary != null;
    MirrorConfig second = settings.baseline;
    this.baseline = second == null ? null : leg(second, new Tally());
  }

  /** A plan for the same target keeps its connections and its circuit. */
  Plan plan(MirrorConfig config, @Nullable Plan before) {
    if (config.synchronous() && afterPrimary) {
      throw Invalid.value("synchronous", true, "false, because copies leave after the primary");
    }
    boolean observed = watched || config.logResponses();
    double share = config.percentage() / 100.0;
    Leg mirror =
        before != null && sameTarget(before.config(), config)
            ? before.mirror()
            : leg(config, tally);
    return new Plan(config, share, mirror, baseline, observed, null);
  }

  private static boolean sameTarget(MirrorConfig one, MirrorConfig other) {
    return one.mirrorHost().equals(other.mirrorHost()) && one.mirrorPort() == other.mirrorPort();
  }

  private Leg leg(MirrorConfig config, Tally tally) {
    MirrorTarget target =
        new MirrorTarget(
            config.mirrorHost(),
            config.mirrorPort(),
            tls,
            connectTimeout,
            timeout,
            maxConnections,
            addresses);
    return new Leg(
        target, new Circuit(circuitFailures, firstProbe, longestPause, System::nanoTime), tally);
  }

  boolean sendsCredentialsInClearText(MirrorTarget target) {
    String host = target.host();
    boolean loopback =
        host.equals("localhost")
            || host.endsWith(".localhost")
            || host.matches("127(\\.\\d{1,3}){3}")
            || host.equals("::1");
    return credentials && tls == null && !loopback;
  }
}
