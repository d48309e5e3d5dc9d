package ai.matih.mirror.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Says why a call of a {@link GatewayClient} has no result. The subtypes are what callers treat
 * differently; this type itself is what none of them fits: the gateway failed (500), redirected, or
 * answered with something that is not the answer. The message is one line with call, status, code,
 * reason and request id; it never holds the token.
 */
public class GatewayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Failure failure;

  GatewayException(Failure failure, @Nullable Throwable cause) {
    super(failure.message(), cause);
    this.failure = failure;
  }

  /** The status of the answer, or 0 if there was none. */
  public int status() {
    return failure.status();
  }

  /** The platform's error code, such as {@code MATIH-IAM-1001}, or null if there was none. */
  public @Nullable String code() {
    return failure.code();
  }

  /** What the gateway said, a page's text, or what happened instead of an answer; one line. */
  public String reason() {
    return failure.reason();
  }

  /** The error's details as JSON, or null if there were none. */
  public @Nullable String details() {
    return failure.details();
  }

  /** The id to find the call by in the gateway's log: the gateway's own, or what was sent. */
  public String requestId() {
    return failure.requestId();
  }

  /** How long the gateway asks to wait before the next call, or null if it did not say. */
  public @Nullable Duration retryAfter() {
    return failure.retryAfter();
  }

  /** Token or role are not enough: 401, 403, or 407 of a proxy. */
  public static final class AccessDenied extends GatewayException {
    private static final long serialVersionUID = 1L;

    AccessDenied(Failure failure) {
      super(failure, null);
    }
  }

  /** There is no such route, service, plugin or mirror: 404, 410. */
  public static final class NotFound extends GatewayException {
    private static final long serialVersionUID = 1L;

    NotFound(Failure failure) {
      super(failure, null);
    }
  }

  /**
   * The gateway understood and refused; the same call would be refused again. 400, 422, 409 for
   * what is in conflict with what there is, and the other 4xx.
   */
  public static final class InvalidRequest extends GatewayException {
    private static final long serialVersionUID = 1L;

    InvalidRequest(Failure failure) {
      super(failure, null);
    }
  }

  /** Too many calls: 429, also after the tries that were made. See {@link #retryAfter}. */
  public static final class RateLimited extends GatewayException {
    private static final long serialVersionUID = 1L;

    RateLimited(Failure failure) {
      super(failure, null);
    }
  }

  /**
   * The gateway could not be reached, did not answer whole and in time, or is not there behind a
   * proxy: 408, 502, 503, 504. Unless the connection failed, or the status is 503, a change may
   * have been made all the same.
   */
  public static final class Unavailable extends GatewayException {
    private static final long serialVersionUID = 1L;

    Unavailable(Failure failure, @Nullable Throwable cause) {
      super(failure, cause);
    }
  }
}
