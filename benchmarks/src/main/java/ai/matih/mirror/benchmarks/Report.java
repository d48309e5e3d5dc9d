package ai.matih.mirror.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is printed: tables in Markdown, and last the goals. */
final class Report {
  /** Where two equal arms differ by more than this, nothing is said of a goal. */
  private static final double NOISE = 0.03;

  private final StringBuilder text = new StringBuilder();
  private final List<String> goals = new ArrayList<>();

  void heading(String heading) {
    text.append("\n## ").append(heading).append("\n\n");
  }

  void paragraph(String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append("\n\n");
  }

  void columns(String... names) {
    row((Object[]) names);
    text.append("|---".repeat(names.length)).append("|\n");
  }

  void row(Object... cells) {
    for (Object cell : cells) {
      text.append("| ").append(cell).append(' ');
    }
    text.append("|\n");
  }

  /**
   * One line about a goal.
   *
   * @param control the ratio of two equal arms in the same run
   */
  void goal(String measure, String goal, String figure, Estimate control, Verdict verdict) {
    boolean noisy = Math.abs(control.median() - 1) > NOISE;
    goal(measure, goal, figure, control.ratio(), noisy ? Verdict.TOO_NOISY : verdict);
  }

  /** A goal that is counted, not timed. */
  void goal(String measure, String goal, String figure, boolean reached) {
    goal(measure, goal, figure, "", reached ? Verdict.REACHED : Verdict.MISSED);
  }

  private void goal(String measure, String goal, String figure, String control, Verdict verdict) {
    goals.add(String.join(" | ", "| " + measure, goal, figure, control, verdict + " |"));
  }

  static String percent(long part, long whole) {
    return String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
  }

  String markdown() {
    StringBuilder all = new StringBuilder(text);
    if (!goals.isEmpty()) {
      all.append("\n## Goals\n\n| measure | goal | figure | control | |\n|---|---|---|---|---|\n");
      goals.forEach(goal -> all.append(goal).append('\n'));
    }
    return all.toString();
  }
}
