package ai.matih.mirror;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One primary request with its response, its copy, and the mirror's response, once it is over.
 *
 * @param route the mirror's route
 * @param mirror the target that the copy was meant for
 * @param method the request's method
 * @param path the request's raw path, without the query
 * @param outcome how it ended
 * @param primary what was seen of the primary's response, or null
 * @param response what was seen of the mirror's response, or null
 * @param cause what failed, or null
 */
public record Exchange(
    String route,
    MirrorTarget mirror,
    String method,
    String path,
    Outcome outcome,
    @Nullable ObservedResponse primary,
    @Nullable ObservedResponse response,
    @Nullable Throwable cause) {

  /** A respect in which two responses differ. */
  public enum Difference {
    /** The status codes differ. */
    STATUS,
    /** The Content-Type fields differ. */
    CONTENT_TYPE,
    /** The bodies differ, by length or checksum. */
    BODY
  }

  /**
   * The respects in which the mirror's response is known to differ from the primary's; empty also
   * when one of them was not seen.
   */
  public Set<Difference> differences() {
    EnumSet<Difference> differences = EnumSet.noneOf(Difference.class);
    if (primary == null || response == null || response.status() == 0) {
      return differences;
    }
    if (primary.status() != response.status()) {
      differences.add(Difference.STATUS);
    }
    if (bodiesComparable()) {
      if (!sameType(primary.contentType(), response.contentType())) {
        differences.add(Difference.CONTENT_TYPE);
      }
      if (primary.bodyLength() != response.bodyLength()
          || primary.bodyChecksum() != response.bodyChecksum()) {
        differences.add(Difference.BODY);
      }
    }
    return differences;
  }

  /** Whether both bodies were seen whole and in the same encoding. */
  public boolean bodiesComparable() {
    return primary != null
        && response != null
        && primary.bodyWhole()
        && response.bodyWhole()
        && Objects.equals(primary.contentEncoding(), response.contentEncoding());
  }

  /** Containers write a type's parameters with and without a space, in either case. */
  private static boolean sameType(@Nullable String one, @Nullable String other) {
    return normal(one).equals(normal(other));
  }

  private static String normal(@Nullable String type) {
    return type == null ? "" : type.replace(" ", "").toLowerCase(Locale.ROOT);
  }
}
