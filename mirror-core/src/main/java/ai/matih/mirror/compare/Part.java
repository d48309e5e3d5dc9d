package ai.matih.mirror.compare;

/** A part of a response. Each can be compared only where those before it can. */
enum Part {
  /** Known of every response. */
  STATUS,
  /** Known of those that were seen whole. */
  FIELDS,
  /** Comparable where there is no obstacle. */
  BODY;

  /** The part that a path is in. */
  static Part of(String path) {
    if (path.equals("status")) {
      return STATUS;
    }
    return path.startsWith("header:") ? FIELDS : BODY;
  }
}
