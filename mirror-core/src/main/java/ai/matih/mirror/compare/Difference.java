package ai.matih.mirror.compare;

import org.jspecify.annotations.Nullable;

/**
 * One respect in which two responses differ.
 *
 * @param path where: {@code status}, {@code header:content-type}, {@code body}, or a path into a
 *     JSON body like {@code $.items[*].price}
 * @param kind how
 * @param primary the primary's value, shortened and redacted, or null where it has none
 * @param mirror the mirror's, likewise
 */
public record Difference(
    String path, Kind kind, @Nullable String primary, @Nullable String mirror) {

  /** How two values differ. */
  public enum Kind {
    /** The mirror lacks what the primary has. */
    MISSING,
    /** The mirror has what the primary lacks. */
    EXTRA,
    /** The values are of different types. */
    TYPE,
    /** The values differ. */
    VALUE
  }
}
