package ai.matih.mirror.compare;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one response compares with another. Immutable.
 *
 * @param differences what differs, each path once; empty if nothing is known to
 * @param obstacle why the bodies could not be compared, or null if they were
 */
public record ComparisonResult(List<Difference> differences, @Nullable String obstacle) {

  /** What can be said of two responses. */
  public enum State {
    /** They were compared wholly and do not differ. */
    EQUAL,
    /** They differ. */
    DIFFERENT,
    /** What could be compared does not differ; their bodies could not. */
    NOT_COMPARABLE
  }

  /** The list is copied. */
  public ComparisonResult {
    differences = List.copyOf(differences);
  }

  /** What can be said in one word. */
  public State state() {
    if (!differences.isEmpty()) {
      return State.DIFFERENT;
    }
    return obstacle == null ? State.EQUAL : State.NOT_COMPARABLE;
  }
}
