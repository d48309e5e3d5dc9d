package ai.matih.mirror.benchmarks;

import ai.matih.mirror.benchmarks.Target.Mode;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What a hung target makes a service hold: bodies of 64 KiB at full load against a byte budget of 8
 * MiB, looked at while the mirror waits for answers and before its circuit opens, and once more
 * when it waits for none.
 */
final class HungMemory {
  private static final int BODY = 64 * 1024;
  private static final Duration LOAD = Duration.ofSeconds(8);
  private static final int LOOKS = 3;
  private static final double MIB = 1024 * 1024;

  /** Bytes that are live on the heap, in direct buffers, and held by the mirror's account. */
  private record Memory(long heap, long direct, long held) {
    static Memory of(Child server) throws IOException {
      String[] numbers = server.ask("memory").split(" ", -1);
      return new Memory(
          Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
    }
  }

  private HungMemory() {}

  static void run(Report report) throws IOException, InterruptedException {
    System.err.println("memory with a hung target");
    Memory most;
    Memory atRest;
    try (Subject hung = Subject.of("tomcat", Arm.BOUNDED, Mode.HUNG, BODY)) {
      most = most(hung);
      atRest = atRest(hung);
    }
    double heap = (most.heap - atRest.heap) / MIB;
    double direct = (most.direct - atRest.direct) / MIB;
    report.heading("Memory with a hung target");
    report.paragraph(
        "POST of 64 KiB as fast as Tomcat takes them, byte budget 8 MiB; the most of %d looks after"
            + " a full collection, less what the same service has when nothing is under way.",
        LOOKS);
    report.columns("held by the mirror's account", "more heap", "more direct memory");
    report.row(mib(most.held / MIB), mib(heap), mib(direct));
    report.goal(
        "10 memory, hung target",
        "<= budget + 1 MiB = 9.0 MiB",
        mib(heap + direct),
        heap + direct <= Arm.BUDGET / MIB + 1);
  }

  private static Memory most(Subject subject) throws IOException, InterruptedException {
    ExecutorService clients = Executors.newSingleThreadExecutor();
    try {
      Future<Slice> load = clients.submit(() -> subject.closedLoop(LOAD));
      Memory most = new Memory(0, 0, 0);
      for (int i = 0; i < LOOKS; i++) {
        Thread.sleep(1200);
        Memory now = Memory.of(subject.server());
        most =
            new Memory(
                Math.max(most.heap, now.heap),
                Math.max(most.direct, now.direct),
                Math.max(most.held, now.held));
      }
      load.get();
      return most;
    } catch (ExecutionException e) {
      throw new IOException("the service under load", e.getCause());
    } finally {
      clients.shutdownNow();
    }
  }

  /** Once the last copy's time is over. */
  private static Memory atRest(Subject subject) throws IOException, InterruptedException {
    while (Service.Counters.of(subject.server()).inFlight() > 0) {
      Thread.sleep(100);
    }
    return Memory.of(subject.server());
  }

  private static String mib(double mib) {
    return String.format(java.util.Locale.ROOT, "%.1f MiB", mib);
  }
}
