package ai.matih.mirror.compare;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * A verdict, and the one that is to be expected if all goes on as it did. Immutable.
 *
 * @param verdict the present one
 * @param settled the one that it will be; {@code INCONCLUSIVE} if no end is in sight
 * @param growth how many more exchanges that takes, as a multiple of the present number
 */
record Outlook(Verdict verdict, Verdict settled, double growth) {
  private static final double FARTHEST = 1e7;
  private static final int BISECTIONS = 8;

  /** The verdict after a growth. */
  interface Course {
    Verdict after(double growth);
  }

  /**
   * Where a course leads.
   *
   * @param compared the present number of comparable exchanges
   */
  static Outlook of(Course course, double compared) {
    Verdict now = course.after(0);
    if (now != Verdict.INCONCLUSIVE || compared == 0) {
      return new Outlook(now, now, 0);
    }
    double before = 0;
    double growth = 1 / compared;
    while (course.after(growth) == Verdict.INCONCLUSIVE) {
      before = growth;
      growth *= 2;
      if (growth * compared > FARTHEST) {
        return new Outlook(now, now, 0);
      }
    }
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = (before + growth) / 2;
      if (course.after(middle) == Verdict.INCONCLUSIVE) {
        before = middle;
      } else {
        growth = middle;
      }
    }
    return new Outlook(now, course.after(growth), growth);
  }

  /** Of parts that together fail when one does, and pass when all do. */
  static Outlook worst(Collection<Outlook> parts) {
    Verdict verdict =
        parts.stream().map(Outlook::verdict).max(Verdict::compareTo).orElse(Verdict.INCONCLUSIVE);
    Verdict settled = Verdict.INCONCLUSIVE;
    double growth = 0;
    if (parts.stream().anyMatch(part -> part.settled == Verdict.FAIL)) {
      settled = Verdict.FAIL;
      growth =
          parts.stream()
              .filter(part -> part.settled == Verdict.FAIL)
              .mapToDouble(Outlook::growth)
              .min()
              .orElse(0);
    } else if (parts.stream().allMatch(part -> part.settled == Verdict.PASS)) {
      settled = parts.isEmpty() ? Verdict.INCONCLUSIVE : Verdict.PASS;
      growth = parts.stream().mapToDouble(Outlook::growth).max().orElse(0);
    }
    return new Outlook(verdict, settled, growth);
  }

  /** How many more exchanges, of so many at present, settle an open verdict; null if unknown. */
  @Nullable Long remaining(long exchanges) {
    if (verdict != Verdict.INCONCLUSIVE || settled == Verdict.INCONCLUSIVE) {
      return null;
    }
    return (long) Math.ceil(growth * (double) exchanges);
  }
}
