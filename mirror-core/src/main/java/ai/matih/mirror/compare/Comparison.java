package ai.matih.mirror.compare;

import ai.matih.mirror.ObservedResponse;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How responses are compared: status, chosen header fields, and the body, JSON by its structure and
 * everything else by its bytes. Immutable; each method returns another comparison, and throws an
 * {@link IllegalArgumentException} that names setting, value and expectation if the value is bad.
 *
 * <p>A path is {@code $} and steps: {@code .name}, {@code ['any name']}, {@code .*} for any key,
 * {@code [*]} for any element, {@code ..name} for that key at any depth. Paths that are reported
 * are such paths.
 */
public final class Comparison {
  private static final int MOST_BODY_BYTES = 16 * 1024 * 1024;
  private static final Comparison DEFAULTS = new Comparison(new Settings());

  private final Settings settings;

  private Comparison(Settings settings) {
    this.settings = settings;
  }

  /** The comparison without rules. */
  public static Comparison defaults() {
    return DEFAULTS;
  }

  /**
   * The comparison that needs no body kept: all bodies by length and checksum, and Content-Type.
   * Two JSON bodies that only look different do differ for it.
   */
  public static Comparison ofDigests() {
    return DEFAULTS.with(
        s -> {
          s.digestsOnly = true;
          s.maxBodyBytes = 0;
        });
  }

  /** Leaves out what is there, and all below. */
  public Comparison ignore(String path) {
    PathPattern pattern = PathPattern.of("ignore", path);
    return with(s -> s.rules = s.rules.ignore(pattern));
  }

  /** Numbers there are alike if they are at most so far apart. */
  public Comparison tolerate(String path, double absolute) {
    return tolerate("tolerate", path, Tolerances.absolute(number("tolerate", absolute)));
  }

  /**
   * Numbers there are alike if their distance is at most such a part of the larger one: 0.01 for
   * one percent.
   */
  public Comparison tolerateRelative(String path, double ratio) {
    return tolerate(
        "tolerateRelative", path, Tolerances.relative(number("tolerateRelative", ratio)));
  }

  /**
   * Times there are alike if they are at most so far apart: text as in ISO 8601, {@code
   * 2026-01-31T12:00:00Z}, both with an offset or both without; or numbers since 1970, in seconds,
   * from 10^11 on in milliseconds.
   */
  public Comparison tolerateTime(String path, Duration difference) {
    if (difference.isNegative()) {
      throw Invalid.value("tolerateTime", difference, "0 or more");
    }
    return tolerate("tolerateTime", path, Tolerances.time(difference));
  }

  private Comparison tolerate(String setting, String path, Rules.Tolerated tolerated) {
    PathPattern pattern = PathPattern.of(setting, path);
    return with(s -> s.rules = s.rules.tolerate(pattern, tolerated));
  }

  private static BigDecimal number(String setting, double value) {
    if (!Double.isFinite(value) || value < 0) {
      throw Invalid.value(setting, value, "0 or more");
    }
    return BigDecimal.valueOf(value);
  }

  /**
   * Text there is compared as it is after all matches have been replaced, as by {@link
   * String#replaceAll}. Text of more than 4096 characters stays as it is.
   */
  public Comparison canonicalise(String path, String regex, String replacement) {
    PathPattern pattern = PathPattern.of("canonicalise", path);
    TextReplacement rule = TextReplacement.of(regex, replacement);
    return with(s -> s.rules = s.rules.replace(pattern, rule));
  }

  /** Arrays there are alike if they have the same elements, in any order. */
  public Comparison unordered(String path) {
    PathPattern pattern = PathPattern.of("unordered", path);
    return with(s -> s.rules = s.rules.unordered(pattern));
  }

  /** Elements of arrays there are compared with those that have the same value of a key. */
  public Comparison matchBy(String path, String keyField) {
    PathPattern pattern = PathPattern.of("matchBy", path);
    return with(s -> s.rules = s.rules.matchBy(pattern, keyField));
  }

  /** Compares this header field too. Default: Content-Type only. */
  public Comparison header(String name) {
    String lower = fieldName("header", name);
    return with(s -> s.addHeader(lower));
  }

  /** Does not compare this header field. */
  public Comparison ignoreHeader(String name) {
    String lower = fieldName("ignoreHeader", name);
    return with(s -> s.removeHeader(lower));
  }

  private static String fieldName(String setting, String name) {
    if (!name.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
      throw Invalid.value(setting, name, "the name of a header field");
    }
    return name.toLowerCase(Locale.ROOT);
  }

  /**
   * Never shows the values of JSON keys and header fields whose names contain one of these, in any
   * case and without regard to dashes and underscores; one of up to three letters must be a word of
   * its own there. These are in addition to the usual ones, like password, token, authorization.
   * Text that looks like a secret is not shown anywhere: long mixtures of letters and digits,
   * tokens after {@code Bearer}, what follows such a name and a colon or an equals sign.
   */
  public Comparison redact(String... fieldNames) {
    Redaction redaction = settings.redaction.and(fieldNames);
    return with(s -> s.redaction = redaction);
  }

  /**
   * The longest body that is kept to be compared, in bytes; decoded it may be 16 times as long. 0
   * to 16 MiB, default 64 KiB. Longer ones are compared by length and checksum, if they can be.
   */
  public Comparison maxBodyBytes(int bytes) {
    int valid = Invalid.unlessWithin("maxBodyBytes", bytes, 0, MOST_BODY_BYTES);
    return with(s -> s.maxBodyBytes = valid);
  }

  /** The longest body that is kept to be compared, in bytes. */
  public int maxBodyBytes() {
    return settings.maxBodyBytes;
  }

  /** How deep JSON may be nested to be compared, 1-500, default 64. */
  public Comparison maxDepth(int levels) {
    int valid = Invalid.unlessWithin("maxDepth", levels, 1, 500);
    return with(s -> s.maxDepth = valid);
  }

  /** How many values a JSON body may have to be compared, 1-10,000,000, default 100,000. */
  public Comparison maxValues(int values) {
    int valid = Invalid.unlessWithin("maxValues", values, 1, 10_000_000);
    return with(s -> s.maxValues = valid);
  }

  /** How many differences of two responses are told, 1-10,000, default 100; then it stops. */
  public Comparison maxDifferences(int differences) {
    int valid = Invalid.unlessWithin("maxDifferences", differences, 1, 10_000);
    return with(s -> s.maxDifferences = valid);
  }

  /**
   * Groups requests by what this makes of their path, a route's template for instance. Default:
   * what looks like an id becomes a star.
   */
  public Comparison endpoints(UnaryOperator<String> pathToTemplate) {
    return with(s -> s.endpoints = pathToTemplate);
  }

  @Nullable UnaryOperator<String> endpoints() {
    return settings.endpoints;
  }

  /** How many endpoints are told apart, 1-10,000, default 100; the rest are one. */
  public Comparison maxEndpoints(int endpoints) {
    int valid = Invalid.unlessWithin("maxEndpoints", endpoints, 1, 10_000);
    return with(s -> s.maxEndpoints = valid);
  }

  int maxEndpoints() {
    return settings.maxEndpoints;
  }

  /** How many differing paths of one endpoint are accounted for, 1-10,000, default 200. */
  public Comparison maxPaths(int paths) {
    int valid = Invalid.unlessWithin("maxPaths", paths, 1, 10_000);
    return with(s -> s.maxPaths = valid);
  }

  int maxPaths() {
    return settings.maxPaths;
  }

  /** How many differences of one path are kept as samples, 0-100, default 5. */
  public Comparison maxSamples(int samples) {
    int valid = Invalid.unlessWithin("maxSamples", samples, 0, 100);
    return with(s -> s.maxSamples = valid);
  }

  int maxSamples() {
    return settings.maxSamples;
  }

  /** The chance of ever raising a false alarm for an endpoint, default 0.01. */
  public Comparison alpha(double chance) {
    double valid = Invalid.unlessShare("alpha", chance);
    return with(s -> s.alpha = valid);
  }

  double alpha() {
    return settings.alpha;
  }

  /** The share of exchanges by which a mirror that passes differs at most, default 0.01. */
  public Comparison delta(double share) {
    double valid = Invalid.unlessShare("delta", share);
    return with(s -> s.delta = valid);
  }

  double delta() {
    return settings.delta;
  }

  /** The share of differing exchanges that is no alarm without a baseline, default 0.001. */
  public Comparison epsilon(double share) {
    double valid = Invalid.unlessShare("epsilon", share);
    return with(s -> s.epsilon = valid);
  }

  double epsilon() {
    return settings.epsilon;
  }

  private Comparison with(Consumer<Settings> change) {
    Settings copy = new Settings(settings);
    change.accept(copy);
    return new Comparison(copy);
  }

  /** The header fields that are needed to compare, in lower case. */
  public Set<String> fieldNames() {
    return Stream.concat(Stream.of("content-type", "content-encoding"), settings.headers.stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Compares another's response with the primary's. Throws nothing. Thread-safe. */
  public ComparisonResult compare(ObservedResponse primary, ObservedResponse other) {
    return new ResponseComparison(settings).compare(primary, other);
  }
}
