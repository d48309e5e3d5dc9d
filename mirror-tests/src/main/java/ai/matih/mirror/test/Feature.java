package ai.matih.mirror.test;

/** What a server may keep from an adapter, so that not even the best one could copy it. */
public enum Feature {
  /**
   * The case of header fields' names, as the client sent it: some servers fold it as they parse.
   */
  HEADER_CASE,
  /** The order of header fields of different names: some servers group them by name. */
  HEADER_ORDER,
  /** The question mark of an empty query ({@code /a?}): some servers say that there is no query. */
  EMPTY_QUERY,
  /** Requests to upgrade the connection: some servers answer them before an adapter sees them. */
  UPGRADE
}
