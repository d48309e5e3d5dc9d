package ai.matih.mirror.benchmarks;

import ai.matih.mirror.MirrorStats;
import ai.matih.mirror.Outcome;
import ai.matih.mirror.TrafficMirror;
import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A service under test: {@code tomcat} or {@code netty}, the arm, the target's port.
 *
 * <p>Commands: {@code stats} replies with the mirror's counters; {@code memory} with the bytes that
 * are live on the heap, in direct buffers, and held by the mirror.
 */
final class Service {
  /** What {@code stats} tells. */
  record Counters(long offered, long responded, long inFlight, long heldBytes) {
    static Counters of(Child server) throws IOException {
      long[] numbers =
          Arrays.stream(server.ask("stats").split(" ", -1)).mapToLong(Long::parseLong).toArray();
      return new Counters(numbers[0], numbers[1], numbers[2], numbers[3]);
    }
  }

  private Service() {}

  /** Runs a service. */
  public static void main(String[] args) throws Exception {
    Logger.getLogger("").setLevel(Level.WARNING);
    Arm arm = Arm.valueOf(args[1]);
    int targetPort = Integer.parseInt(args[2]);
    TrafficMirror mirror = arm.mirror(targetPort);
    int port =
        args[0].equals("netty")
            ? NettyService.start(mirror)
            : TomcatService.start(mirror, arm.peer(targetPort));
    Commands.serve(port, command -> command.equals("memory") ? memory(mirror) : stats(mirror));
  }

  private static String stats(@Nullable TrafficMirror mirror) {
    if (mirror == null) {
      return "0 0 0 0";
    }
    MirrorStats stats = mirror.stats();
    return String.join(
        " ",
        Long.toString(stats.offered()),
        Long.toString(stats.count(Outcome.RESPONDED)),
        Long.toString(stats.inFlight()),
        Long.toString(stats.heldBytes()));
  }

  private static String memory(@Nullable TrafficMirror mirror) {
    // Twice: what a first collection finds dead may have been the last to hold something else.
    System.gc();
    System.gc();
    long direct =
        ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
    return heapAfterCollection() + " " + direct + " " + heldBytes(mirror);
  }

  private static long heldBytes(@Nullable TrafficMirror mirror) {
    return mirror == null ? 0 : mirror.stats().heldBytes();
  }

  /** What the last full collection left, and not what the load has allocated since. */
  private static long heapAfterCollection() {
    return ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class).stream()
        .map(GarbageCollectorMXBean::getLastGcInfo)
        .filter(Objects::nonNull)
        .max(Comparator.comparingLong(GcInfo::getEndTime))
        .orElseThrow()
        .getMemoryUsageAfterGc()
        .entrySet()
        .stream()
        .filter(pool -> pool.getKey().startsWith("G1 "))
        .mapToLong(pool -> pool.getValue().getUsed())
        .sum();
  }
}
