package ai.matih.mirror;

import ai.matih.mirror.compare.ComparisonResult;
import ai.matih.mirror.compare.Difference;
import java.util.List;
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
 * @param comparison how the mirror's response compares with the primary's, or null if they were not
 *     compared: one was not seen, or comparing could not keep up
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
    @Nullable ComparisonResult comparison,
    @Nullable Throwable cause) {

  /** In what the mirror's response is known to differ from the primary's. */
  public List<Difference> differences() {
    return comparison == null ? List.of() : comparison.differences();
  }
}
