package ai.matih.mirror.compare;

/** Whether the mirror behaves like the primary. The worst comes last. */
public enum Verdict {
  /** It differs in less than the tolerated share of the exchanges. */
  PASS,
  /** Too few exchanges to tell. */
  INCONCLUSIVE,
  /** It differs, more often than noise would. */
  FAIL
}
