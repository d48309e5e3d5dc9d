package ai.matih.mirror.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Which processors a process may use; only where there is {@code taskset}. */
final class Processors {
  private static final Path TASKSET = Path.of("/usr/bin/taskset");

  private Processors() {}

  static boolean canBeChosen() {
    return Files.isExecutable(TASKSET) && Runtime.getRuntime().availableProcessors() >= 2;
  }

  /** Binds all threads of a process, also those to come, to one processor. */
  static void bind(long pid, int processor) throws IOException, InterruptedException {
    allow(pid, Integer.toString(processor));
  }

  /** Lets a process use them all again. */
  static void free(long pid) throws IOException, InterruptedException {
    allow(pid, "0-" + (Runtime.getRuntime().availableProcessors() - 1));
  }

  private static void allow(long pid, String processors) throws IOException, InterruptedException {
    List<String> command =
        List.of(TASKSET.toString(), "-a", "-c", "-p", processors, Long.toString(pid));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectErrorStream(true)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("cannot let " + pid + " use processors " + processors);
    }
  }
}
