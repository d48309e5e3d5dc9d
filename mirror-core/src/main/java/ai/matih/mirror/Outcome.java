package ai.matih.mirror;

/**
 * How one request ended for the mirror. Every request that is offered to a {@link TrafficMirror}
 * ends in exactly one of these, and at rest {@link MirrorStats#offered()} is their sum.
 */
public enum Outcome {
  /** The sampler left it out. */
  NOT_SAMPLED(Kind.SKIPPED),
  /** Its method, path, predicate or loop marker, an upgrade or CONNECT kept it out. */
  FILTERED(Kind.SKIPPED),
  /** Mirroring was switched off. */
  DISABLED(Kind.SKIPPED),

  /** The body was, or was declared to be, larger than a copy may be. */
  BODY_TOO_LARGE(Kind.DROPPED),
  /** The exchange ended before the whole body had been seen, so that no exact copy exists. */
  BODY_INCOMPLETE(Kind.DROPPED),
  /** The container parsed the body where the adapter cannot see its bytes. */
  BODY_UNREADABLE(Kind.DROPPED),
  /**
   * The request cannot be copied safely: a character that must not reach the wire, more than one
   * Host, or a transfer coding besides chunked.
   */
  MALFORMED_REQUEST(Kind.DROPPED),
  /** The mirror already held as many bytes as it may. */
  OVER_BYTE_BUDGET(Kind.DROPPED),
  /** As many copies as allowed were already in flight. */
  OVER_CONCURRENCY(Kind.DROPPED),
  /** It waited too long, for a connection or for the primary's answer. */
  EXPIRED(Kind.DROPPED),
  /** The mirror failed too often of late; nothing is sent until a probe succeeds. */
  CIRCUIT_OPEN(Kind.DROPPED),
  /** The mirror was closed before the copy was done. */
  CLOSED(Kind.DROPPED),
  /** Something of ours or a user's extension failed. */
  INTERNAL_ERROR(Kind.DROPPED),

  /** No connection: refused, unreachable, unresolved, or not in time. */
  CONNECT_FAILED(Kind.FAILED),
  /** No trusted TLS session. */
  TLS_FAILED(Kind.FAILED),
  /** The response was not complete in time. */
  TIMED_OUT(Kind.FAILED),
  /** The connection ended before the response did. */
  CONNECTION_LOST(Kind.FAILED),
  /** The answer is not HTTP. */
  MALFORMED_RESPONSE(Kind.FAILED),

  /** The mirror answered, with whatever status. */
  RESPONDED(Kind.DONE);

  /** What an outcome says of the copy. */
  public enum Kind {
    /** No copy was wanted. */
    SKIPPED,
    /** A copy was wanted, and none was sent whole. */
    DROPPED,
    /** The mirror did not answer the copy; it may or may not have received it. */
    FAILED,
    /** The mirror answered the copy. */
    DONE
  }

  private final Kind kind;

  Outcome(Kind kind) {
    this.kind = kind;
  }

  /** What the outcome says of the copy. */
  public Kind kind() {
    return kind;
  }
}
