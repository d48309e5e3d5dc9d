package ai.matih.mirror;

import ai.matih.mirror.compare.Comparison;
import java.net.InetAddress;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Describes the mirror of one route. Each method checks its value at once and throws an {@link
 * IllegalArgumentException} that names setting, value and expectation. Not thread-safe.
 */
public final class TrafficMirrorBuilder {
  static final MirrorListener NO_LISTENER = exchange -> {};

  final String route;
  private @Nullable MirrorConfig config;
  @Nullable Comparison comparison;
  @Nullable MirrorConfig baseline;
  @Nullable MirrorDispatcher dispatcher;
  @Nullable Sampler sampler;
  MirrorListener listener = NO_LISTENER;
  private final HeadRules.Builder head = new HeadRules.Builder();
  private Set<String> methods = Set.of();
  private List<String> pathPrefixes = List.of();
  private Predicate<RequestView> predicate = request -> true;
  private Predicate<RequestView> believeMarker = request -> true;
  boolean reconstructForms;
  @Nullable IntPredicate afterPrimary;
  int maxHeldResponseBytes = 1024 * 1024;
  @Nullable SSLContext tls;
  int maxBodyBytes = 1024 * 1024;
  long maxHeldBytes = 64L * 1024 * 1024;
  int maxInFlight = 1024;
  int maxConnections = 64;
  Predicate<InetAddress> addresses = address -> true;
  Duration connectTimeout = Duration.ofSeconds(1);
  Duration timeout = Duration.ofSeconds(5);
  Duration exchangeTimeout = Duration.ofSeconds(30);
  Duration closeTimeout = Duration.ofSeconds(2);
  int circuitFailures = 20;
  Duration firstProbe = Duration.ofSeconds(1);
  Duration longestPause = Duration.ofSeconds(30);

  TrafficMirrorBuilder(String route) {
    if (!route.matches("[A-Za-z0-9._-]{1,128}")) {
      throw Invalid.value("route", route, "1-128 letters, digits, dots, dashes, underscores");
    }
    this.route = route;
  }

  /** Where copies go, and how many. Required. */
  public TrafficMirrorBuilder to(MirrorConfig config) {
    this.config = config;
    return this;
  }

  /**
   * Compares each answer of the mirror with the primary's, and keeps account: {@link
   * TrafficMirror#report}. What is kept of responses counts within {@link #maxHeldBytes}. Default:
   * nothing is kept; with {@code logResponses} the log says whether status, type and the bodies'
   * length and checksum are alike.
   */
  public TrafficMirrorBuilder compare(Comparison comparison) {
    this.comparison = comparison;
    return this;
  }

  /**
   * A second instance of the primary's version, which gets each copy too: in what its answers
   * differ from the primary's is noise, not the mirror's doing. Its copies have the same bounds,
   * and counters of their own: {@link TrafficMirror#baselineStats}. Only with {@link #compare}.
   * Default: none.
   *
   * @throws IllegalArgumentException unless these are a host and a port like those of {@link
   *     MirrorConfig}
   */
  public TrafficMirrorBuilder baseline(String host, int port) {
    if (!MirrorConfig.validHost(host)) {
      throw Invalid.value("baseline host", host, MirrorConfig.HOST_EXPECTED);
    }
    this.baseline = MirrorConfig.of(host, Invalid.unlessWithin("baseline port", port, 1, 65_535));
    return this;
  }

  /** Only requests with one of these methods, compared as they are. Default: all. */
  public TrafficMirrorBuilder methods(String... methods) {
    for (String method : methods) {
      if (!Tokens.isToken(method)) {
        throw Invalid.value("methods", method, "a method's name");
      }
    }
    this.methods = Set.copyOf(List.of(methods));
    return this;
  }

  /**
   * Only requests whose raw path is one of these or below it: {@code /api} holds {@code /api/x} and
   * not {@code /apis}. Default: all.
   */
  public TrafficMirrorBuilder pathPrefixes(String... prefixes) {
    for (String prefix : prefixes) {
      if (!prefix.startsWith("/") || prefix.indexOf('?') >= 0 || prefix.indexOf('#') >= 0) {
        throw Invalid.value("pathPrefixes", prefix, "a path that begins with /, without query");
      }
    }
    this.pathPrefixes = List.of(prefixes);
    return this;
  }

  /**
   * Only requests that the predicate accepts. It runs on the primary's threads and must be quick.
   * Default: all.
   */
  public TrafficMirrorBuilder mirrorIf(Predicate<RequestView> predicate) {
    this.predicate = predicate;
    return this;
  }

  /**
   * Whose {@code X-Traffic-Mirror} field is believed: such a request is a copy already and not
   * copied again. Default: everybody's, so a client can send the field to stay out.
   */
  public TrafficMirrorBuilder believeMarkerIf(Predicate<RequestView> predicate) {
    this.believeMarker = predicate;
    return this;
  }

  /**
   * Decides which requests are copied. Default: {@link PercentageSampler} with the route's name as
   * salt.
   */
  public TrafficMirrorBuilder sampler(Sampler sampler) {
    this.sampler = sampler;
    return this;
  }

  /** Hears how exchanges end. Default: nobody. */
  public TrafficMirrorBuilder listener(MirrorListener listener) {
    this.listener = listener;
    return this;
  }

  /**
   * Sends the copies; it is not closed with the mirror. Default: {@link MirrorDispatcher#http} with
   * one thread, the mirror's own.
   */
  public TrafficMirrorBuilder dispatcher(MirrorDispatcher dispatcher) {
    this.dispatcher = dispatcher;
    return this;
  }

  /**
   * Sends the client's Host field as it is. Default: Host names the mirror, and the client's is
   * sent as {@code X-Forwarded-Host} unless the request has that field already.
   */
  public TrafficMirrorBuilder preserveHost() {
    head.preserveHost();
    return this;
  }

  /**
   * Sends copies without Authorization, Cookie, Proxy-Authorization, X-Api-Key and the fields named
   * here. Default: credentials travel, but for Proxy-Authorization.
   */
  public TrafficMirrorBuilder withoutCredentials(String... alsoDropped) {
    head.withoutCredentials(alsoDropped);
    return this;
  }

  /** Sends copies without these fields. Default: none besides hop-by-hop fields. */
  public TrafficMirrorBuilder dropHeader(String... names) {
    head.drop(names);
    return this;
  }

  /** Sends copies with this field, in place of the client's own of this name. Default: none. */
  public TrafficMirrorBuilder setHeader(String name, String value) {
    head.set(name, value);
    return this;
  }

  /**
   * Where the container has parsed a form out of sight, sends one rebuilt from the parameters,
   * marked {@code body=reconstructed}: the order of names, {@code a} or {@code a=}, and the choice
   * of escapes are lost. Default: such a request is not copied ({@link Outcome#BODY_UNREADABLE}).
   */
  public TrafficMirrorBuilder reconstructForms() {
    reconstructForms = true;
    return this;
  }

  /**
   * Sends a copy only once the primary has answered with a status that the predicate accepts;
   * others are {@link Outcome#FILTERED}. Until then the copy is held within the same bounds. Not
   * with {@code synchronous}. Default: a copy leaves as soon as its request's last byte is
   * captured.
   */
  public TrafficMirrorBuilder afterPrimary(IntPredicate status) {
    this.afterPrimary = status;
    return this;
  }

  /** Connects with TLS and the JVM's trust material; the target's name is verified. */
  public TrafficMirrorBuilder tls() {
    try {
      return tls(SSLContext.getDefault());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("no TLS in this JVM", e);
    }
  }

  /** Connects with TLS and this context's trust and key material; the target's name is verified. */
  public TrafficMirrorBuilder tls(SSLContext context) {
    this.tls = context;
    return this;
  }

  /** The longest body that is copied, in bytes, 0 to 1 GiB. Default: 1 MiB. */
  public TrafficMirrorBuilder maxBodyBytes(int bytes) {
    this.maxBodyBytes = Invalid.unlessWithin("maxBodyBytes", bytes, 0, 1 << 30);
    return this;
  }

  /** The most bytes of requests held at a time over all copies. Default: 64 MiB. */
  public TrafficMirrorBuilder maxHeldBytes(long bytes) {
    this.maxHeldBytes = Invalid.unlessWithin("maxHeldBytes", bytes, 1, 1L << 40);
    return this;
  }

  /**
   * The most bytes of one response of the primary that are held in synchronous mode, 0 to 1 GiB;
   * one that is longer is let go. They count within {@link #maxHeldBytes}. Default: 1 MiB.
   */
  public TrafficMirrorBuilder maxHeldResponseBytes(int bytes) {
    this.maxHeldResponseBytes = Invalid.unlessWithin("maxHeldResponseBytes", bytes, 0, 1 << 30);
    return this;
  }

  /** The most exchanges under way at a time, 1 to 1,000,000. Default: 1024. */
  public TrafficMirrorBuilder maxInFlight(int exchanges) {
    this.maxInFlight = Invalid.unlessWithin("maxInFlight", exchanges, 1, 1_000_000);
    return this;
  }

  /** The most connections to the target, 1 to 65,535. Default: 64. */
  public TrafficMirrorBuilder maxConnections(int connections) {
    this.maxConnections = Invalid.unlessWithin("maxConnections", connections, 1, 65_535);
    return this;
  }

  /**
   * Connects only to addresses, as the name resolves each time, that this accepts. Default: all.
   */
  public TrafficMirrorBuilder allowAddresses(Predicate<InetAddress> addresses) {
    this.addresses = addresses;
    return this;
  }

  /** How long a connection may take, name resolution and TLS included. Default: 1 second. */
  public TrafficMirrorBuilder connectTimeout(Duration timeout) {
    this.connectTimeout = Invalid.unlessPositive("connectTimeout", timeout);
    return this;
  }

  /** How long a copy may take from hand-over to its response's last byte. Default: 5 seconds. */
  public TrafficMirrorBuilder timeout(Duration timeout) {
    this.timeout = Invalid.unlessPositive("timeout", timeout);
    return this;
  }

  /**
   * How long a primary exchange may take before the mirror stops looking at it: a body that is not
   * whole by then is not copied, a response not compared. Default: 30 seconds.
   */
  public TrafficMirrorBuilder exchangeTimeout(Duration timeout) {
    this.exchangeTimeout = Invalid.unlessPositive("exchangeTimeout", timeout);
    return this;
  }

  /** How long {@link TrafficMirror#close} waits for what is in flight. Default: 2 seconds. */
  public TrafficMirrorBuilder closeTimeout(Duration timeout) {
    this.closeTimeout = Invalid.unlessPositive("closeTimeout", timeout);
    return this;
  }

  /**
   * When copies are kept from a target that fails. Default: after 20 failed copies without an
   * answer between them; one probe after 1 second, then after twice the pause each, at most 30
   * seconds.
   *
   * @param failures 1 to 1,000,000
   */
  public TrafficMirrorBuilder circuit(int failures, Duration firstProbe, Duration longestPause) {
    Invalid.unlessWithin("circuit failures", failures, 1, 1_000_000);
    Invalid.unlessPositive("circuit firstProbe", firstProbe);
    Invalid.unlessPositive("circuit longestPause", longestPause);
    if (longestPause.compareTo(firstProbe) < 0) {
      throw Invalid.value("circuit longestPause", longestPause, "at least " + firstProbe);
    }
    this.circuitFailures = failures;
    this.firstProbe = firstProbe;
    this.longestPause = longestPause;
    return this;
  }

  /**
   * Builds the mirror. It starts no thread and opens no connection before the first copy.
   *
   * @throws IllegalStateException if {@link #to} was not called, or {@link #baseline} without
   *     {@link #compare}
   * @throws IllegalArgumentException if the configuration cannot be used
   */
  public TrafficMirror build() {
    if (config == null) {
      throw new IllegalStateException("to: missing (expected: a MirrorConfig)");
    }
    if (baseline != null && comparison == null) {
      throw new IllegalStateException(
          "compare: missing (expected: a Comparison, for the baseline)");
    }
    return new TrafficMirror(this, config);
  }

  Eligibility eligibility() {
    return new Eligibility(methods, pathPrefixes, predicate, believeMarker);
  }

  HeadRules headRules() {
    return head.build(route);
  }
}
