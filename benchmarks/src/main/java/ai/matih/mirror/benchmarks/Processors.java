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
    List<String> command =
        List.of(
            TASKSET.toString(), "-a", "-c", "-p", Integer.toString(processor), Long.toString(pid));
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectErrorStream(true)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException("cannot bind " + pid + " to processor " + processor);
    }
  }
}
