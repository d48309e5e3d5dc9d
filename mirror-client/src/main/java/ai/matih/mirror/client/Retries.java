package ai.matih.mirror.client;

import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Whether a call is tried again, and when. Only if the gateway has done nothing: no connection was
 * made, or it said so with 429 or 503. Pauses double, half of each is chance, and what the gateway
 * asked for comes on top.
 *
 * @param most tries besides the first
 * @param longestPause pauses do not grow beyond; if the gateway asks for more, the call ends
 */
record Retries(int most, Duration longestPause) {
  private static final long FIRST_PAUSE_MILLIS = 200;

  /** How long to wait for the next try, after so many; empty if there is none. */
  Optional<Duration> pauseAfter(int tries, GatewayException failure) {
    Duration asked = failure.retryAfter() == null ? Duration.ZERO : failure.retryAfter();
    if (tries > most || !isSafe(failure) || asked.compareTo(longestPause) > 0) {
      return Optional.empty();
    }
    long full = Math.min(FIRST_PAUSE_MILLIS << Math.min(tries - 1, 20), longestPause.toMillis());
    long pause = ThreadLocalRandom.current().nextLong(full / 2, full + 1);
    return Optional.of(asked.plusMillis(pause));
  }

  private static boolean isSafe(GatewayException failure) {
    return failure.status() == 429
        || failure.status() == 503
        || failure.getCause() instanceof ConnectException
        || failure.getCause() instanceof HttpConnectTimeoutException;
  }
}
