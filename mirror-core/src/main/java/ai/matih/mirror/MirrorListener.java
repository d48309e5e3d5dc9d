package ai.matih.mirror;

/**
 * Hears how exchanges end.
 *
 * <p>Every exchange that was begun, that is sampled and within the bounds on concurrency, is
 * reported exactly once, after its outcome is known and, where the mirror answered, the primary has
 * too. Requests that were refused before (not sampled, filtered, circuit open, no permit) are only
 * counted, because telling would cost the primary.
 *
 * <p>Called on the mirror's or its dispatcher's threads, never on the primary's, several at a time
 * if these are several. An exchange keeps its permit meanwhile: a slow listener makes the mirror
 * drop, not the primary wait. What it throws is logged and changes no outcome.
 */
@FunctionalInterface
public interface MirrorListener {

  /** Reports that the exchange is over. */
  void ended(Exchange exchange);
}
