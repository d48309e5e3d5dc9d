package ai.matih.mirror;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The deterministic sampler: a pure function of salt, key and share, so that every replica and
 * every implementation in any language decides alike, and raising the share only adds.
 *
 * <pre>
 * h       = XXH64(utf8(key), seed)       seed = XXH64(utf8(salt), 0)
 * sampled = unsigned(h) &lt; threshold      threshold = floor(share * 2^64)
 * </pre>
 *
 * <p>The key is the first present of a chain, by default the trace id of a valid {@code
 * traceparent}, then {@code X-Request-ID}. A request without any takes its turn in a counted
 * sequence, or as {@link Keyless} says. Where none are to be copied, or all whatever their keys, no
 * key is looked for and no turn is taken.
 *
 * <p>Thread-safe. A decision takes no lock and allocates nothing. The {@code with} methods return
 * samplers with a sequence of their own.
 */
public final class PercentageSampler implements Sampler {

  /** What becomes of a request that has none of the keys. */
  public enum Keyless {
    /**
     * It takes its turn: of any 10,000 in a row the share is met within 10, without a period that
     * could coincide with one in the traffic.
     */
    SEQUENCE,
    /** It is not copied. */
    NEVER,
    /** It is copied, unless the share is 0. */
    ALWAYS
  }

  private static final List<SamplingKey> DEFAULT_KEYS =
      List.of(SamplingKey.traceId(), SamplingKey.header("X-Request-ID"));

  // 2^64 divided by the golden ratio. The multiples of an irrational number, modulo 1, are spread
  // more evenly than any random sequence and have no period (Weyl's equidistribution theorem).
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final long seed;
  private final SamplingKey[] keys;
  private final Keyless keyless;
  private final AtomicLong sequence = new AtomicLong();

  private PercentageSampler(long seed, SamplingKey[] keys, Keyless keyless) {
    this.seed = seed;
    this.keys = keys;
    this.keyless = keyless;
  }

  /**
   * The sampler with this salt, the default keys and {@link Keyless#SEQUENCE}.
   *
   * @param salt two samplers with one salt agree on who is sampled first; a {@link TrafficMirror}
   *     uses its route's name
   */
  public static PercentageSampler of(String salt) {
    return new PercentageSampler(
        XxHash64.hash(salt, 0), DEFAULT_KEYS.toArray(SamplingKey[]::new), Keyless.SEQUENCE);
  }

  /** This sampler with another chain of keys; the first that a request has counts. */
  public PercentageSampler withKeys(SamplingKey... keys) {
    return new PercentageSampler(seed, List.of(keys).toArray(SamplingKey[]::new), keyless);
  }

  /** This sampler with another rule for requests that have none of the keys. */
  public PercentageSampler withKeyless(Keyless keyless) {
    return new PercentageSampler(seed, keys, keyless);
  }

  @Override
  public boolean sample(RequestView request, double share) {
    if (share <= 0 || (share >= 1 && keyless != Keyless.NEVER)) {
      // All or none, whatever the key.
      return share > 0;
    }
    for (SamplingKey key : keys) {
      String text = key.text(request);
      if (text != null) {
        long region = key.region(text);
        if (region >= 0) {
          return below(
              XxHash64.hash(text, SamplingKey.start(region), SamplingKey.end(region), seed), share);
        }
      }
    }
    return switch (keyless) {
      case SEQUENCE -> below(sequence.getAndIncrement() * GOLDEN, share);
      case NEVER -> false;
      case ALWAYS -> share > 0;
    };
  }

  /** Whether a request with this key is copied at this share, 0.0-1.0: the published function. */
  public boolean sampled(String key, double share) {
    return below(XxHash64.hash(key, seed), share);
  }

  private static boolean below(long hash, double share) {
    if (share >= 1) {
      return true;
    }
    // Both products are exact: a double's exponent grows, its fraction stays. Not so the cast of
    // what exceeds a signed long, hence the half that is taken off before and put back after.
    double scaled = share * 0x1p64;
    long threshold = scaled < 0x1p63 ? (long) scaled : (long) (scaled - 0x1p63) + Long.MIN_VALUE;
    return share > 0 && Long.compareUnsigned(hash, threshold) < 0;
  }
}
