package ai.matih.mirror;

/**
 * Decides from a request's head alone whether it is copied.
 *
 * <p>Called on the primary's own threads, concurrently: an implementation is thread-safe, does not
 * block, and keeps nothing of the view. One that throws ends the request in {@link
 * Outcome#INTERNAL_ERROR}.
 */
@FunctionalInterface
public interface Sampler {

  /**
   * Whether to copy the request.
   *
   * @param share the configured share of requests to copy, 0.0-1.0
   */
  boolean sample(RequestView request, double share);
}
