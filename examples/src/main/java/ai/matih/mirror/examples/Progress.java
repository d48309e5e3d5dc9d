package ai.matih.mirror.examples;

import java.io.PrintStream;

/** A bar that fills on one line of a terminal, and leaves nothing behind. Thread-safe. */
final class Progress {
  private static final int WIDTH = 50;

  private final PrintStream out;
  private final int total;
  private int done;
  private int shown = -1;

  Progress(PrintStream out, int total) {
    this.out = out;
    this.total = total;
  }

  synchronized void step() {
    done++;
    int percent = 100 * done / total;
    if (percent > shown) {
      shown = percent;
      int filled = WIDTH * done / total;
      String bar = "=".repeat(filled) + " ".repeat(WIDTH - filled);
      out.print("\r[" + bar + "] " + percent + " %");
      out.flush();
    }
  }

  synchronized void clear() {
    out.print("\r" + " ".repeat(WIDTH + 10) + "\r");
    out.flush();
  }
}
