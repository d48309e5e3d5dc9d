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
   * @param reached whether the figure meets the goal
   */
  void goal(String measure, String goal, String figure, Estimate control, boolean reached) {
    boolean noisy = Math.abs(control.median() - 1) > NOISE;
    String verdict = noisy ? "too noisy" : reached ? "reached" : "missed";
    goals.add(String.join(" | ", "| " + measure, goal, figure, control.ratio(), verdict + " |"));
  }

  /** A goal that is counted, not timed. */
  void goal(String measure, String goal, String figure, boolean reached) {
    goals.add(
        String.join(
            " | ", "| " + measure, goal, figure, "", (reached ? "reached" : "missed") + " |"));
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
