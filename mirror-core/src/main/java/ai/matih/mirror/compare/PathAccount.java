package ai.matih.mirror.compare;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The account of one path of an endpoint. Immutable.
 *
 * @param required the logarithm of the evidence that fails it
 * @param first the counts when it came to light, none before
 * @param all the counts since the beginning
 * @param failed whether the evidence was ever enough. It may fade again; what it proved stays
 *     proved
 * @param strongest the logarithm of the evidence when it was strongest, if it failed
 * @param samples the first differences of the mirror's alone, each once
 */
record PathAccount(
    double required,
    PathCounts first,
    PathCounts all,
    boolean failed,
    double strongest,
    List<Difference> samples) {

  /** Of a path that has not differed yet. */
  PathAccount(double required) {
    this(required, PathCounts.NONE, PathCounts.NONE, false, Double.NEGATIVE_INFINITY, List.of());
  }

  /** Of a path that has not differed in so many exchanges. */
  static PathAccount quiet(double compared) {
    return new PathAccount(Double.POSITIVE_INFINITY).at(compared);
  }

  /**
   * With one exchange more in which the path differed.
   *
   * @param mirror how the mirror differed, or null
   * @param baseline whether the baseline did
   * @param compared the exchanges that could be compared, with this one
   */
  PathAccount with(
      @Nullable Difference mirror,
      boolean baseline,
      double compared,
      Evidence evidence,
      int maxSamples) {
    PathCounts now = all.differed(mirror != null, baseline, compared);
    if (mirror == null || baseline) {
      return new PathAccount(required, isNew() ? now : first, now, failed, strongest, samples);
    }
    List<Difference> shown = samples;
    if (shown.size() < maxSamples && !shown.contains(mirror)) {
      shown = new ArrayList<>(shown);
      shown.add(mirror);
    }
    if (isNew()) {
      return new PathAccount(required, now, now, failed, strongest, shown);
    }
    PathCounts later = now.minus(first);
    // Evidence grows in such an exchange only, so it is enough to look now.
    boolean fails = failed || evidence.fails(later, required);
    double log = fails ? Math.max(strongest, evidence.log(later)) : strongest;
    return new PathAccount(required, first, now, fails, log, shown);
  }

  /** As of now, when so many exchanges could be compared. */
  PathAccount at(double compared) {
    return new PathAccount(required, first, all.of(compared), failed, strongest, samples);
  }

  /** The counts that are evidence: those after the exchange that brought the path to light. */
  PathCounts later() {
    return all.minus(first);
  }

  private boolean isNew() {
    return all.compared() == 0;
  }
}
