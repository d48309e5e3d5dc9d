package ai.matih.mirror.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A service under test, its clients, and a target of its own for its copies. */
final class Subject implements Closeable {
  private static final long LOOK_MILLIS = 10;
  private static final int LOOKS = 20;
  private static final long SETTLED_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final Duration LEAD_IN = Duration.ofMillis(200);

  /** In a second, of a JVM that has not compiled everything yet. */
  private static final long COMPILING_MILLIS = 30;

  /** What runs seldom is compiled late. */
  private static final int QUIET_SECONDS = 3;

  /** Less than any service answers, so that its target, too, gets to warm up. */
  private static final int WARM_UP_RATE = 6_000;

  private final Child server;
  private final @Nullable Child target;
  private final Load load;

  private final boolean copies;

  /** Of an nginx: with a target if it copies. */
  Subject(Child server, @Nullable Child target, int bodyLength) throws IOException {
    this(server, target, target != null, bodyLength);
  }

  private Subject(Child server, @Nullable Child target, boolean copies, int bodyLength)
      throws IOException {
    this.server = server;
    this.target = target;
    this.copies = copies;
    this.load = new Load(server.port(), bodyLength);
  }

  /** A service on {@code tomcat} or {@code netty} with a target that behaves so. */
  static Subject of(String container, Arm arm, Target.Mode mode, int bodyLength)
      throws IOException {
    String name = container + " " + arm.label + " " + mode.name().toLowerCase(Locale.ROOT);
    Child target = target(name, mode);
    String port = Integer.toString(target.port());
    Child server = Child.java(name, Service.class, container, arm.name(), port);
    return new Subject(server, target, arm.copies(), bodyLength);
  }

  /** A service whose target's port nobody listens on. */
  static Subject refused(String container, Arm arm, int bodyLength) throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Child server =
        Child.java(
            container + " refused", Service.class, container, arm.name(), Integer.toString(port));
    return new Subject(server, null, bodyLength);
  }

  static Child target(String of, Target.Mode mode) throws IOException {
    return Child.yieldingJava("target of " + of, Target.class, mode.name());
  }

  Child server() {
    return server;
  }

  Slice openLoop(int perSecond, Duration time) throws IOException, InterruptedException {
    return measure(() -> load.openLoop(perSecond, time));
  }

  Slice closedLoop(Duration time) throws IOException, InterruptedException {
    return measure(() -> load.closedLoop(time));
  }

  /**
   * A slice at this rate, or with 0 as fast as it can, of a service that is going: what it costs to
   * make connections anew, which were closed while others had their turn, is not a copy's cost.
   */
  Slice slice(int perSecond, Duration time) throws IOException, InterruptedException {
    run(perSecond, LEAD_IN);
    return run(perSecond, time);
  }

  private Slice run(int perSecond, Duration time) throws IOException, InterruptedException {
    return perSecond == 0 ? closedLoop(time) : openLoop(perSecond, time);
  }

  /**
   * Drives the service until its JVM has compiled what it will: what the compiler costs is not what
   * a copy costs.
   */
  void warmUp(Duration atMost) throws IOException, InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    int quiet = 0;
    while (quiet < QUIET_SECONDS && System.nanoTime() - end < 0) {
      long before = compiled();
      openLoop(WARM_UP_RATE, Duration.ofSeconds(1));
      quiet = compiled() - before > COMPILING_MILLIS ? 0 : quiet + 1;
    }
  }

  /** Milliseconds for which the compilers of service and target have worked by now. */
  private long compiled() throws IOException {
    return Long.parseLong(server.ask(Commands.COMPILED))
        + (target == null ? 0 : Long.parseLong(target.ask(Commands.COMPILED)));
  }

  private interface Run {
    Load.Result run() throws IOException, InterruptedException;
  }

  private Slice measure(Run run) throws IOException, InterruptedException {
    long before = delivered();
    long cpu = server.cpuMicros();
    Load.Result result = run.run();
    long delivered = settled(before + result.answered()) - before;
    cpu = server.cpuMicros() - cpu;
    if (result.failed() > 0) {
      throw new IOException(result.failed() + " requests were answered with an error");
    }
    return new Slice(
        result.offered(),
        result.answered(),
        delivered,
        result.time().toNanos() / 1e9,
        cpu,
        result.latencies());
  }

  /** What the target has by now. */
  Target.Count count() throws IOException {
    return target == null ? new Target.Count(0, 0, 0) : Target.Count.of(target.ask("count"));
  }

  private long delivered() throws IOException {
    Target.Count count = count();
    if (count.damaged() > 0 || count.repeated() > 0) {
      throw new IOException("copies came damaged or twice: " + count);
    }
    return count.whole();
  }

  /** What has been delivered once all is or nothing more comes: a client may have a queue. */
  private long settled(long expected) throws IOException, InterruptedException {
    long count = delivered();
    if (!copies) {
      return count;
    }
    long end = System.nanoTime() + SETTLED_WITHIN_NANOS;
    int unchanged = 0;
    while (count < expected && unchanged < LOOKS && System.nanoTime() - end < 0) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      long before = count;
      count = delivered();
      unchanged = count == before ? unchanged + 1 : 0;
    }
    return count;
  }

  /** The service to one processor, its target to the other. */
  void bind() throws IOException, InterruptedException {
    Processors.bind(server.pid(), 0);
    if (target != null) {
      Processors.bind(target.pid(), 1);
    }
  }

  /** Both to all processors. */
  void free() throws IOException, InterruptedException {
    Processors.free(server.pid());
    if (target != null) {
      Processors.free(target.pid());
    }
  }

  @Override
  public void close() throws IOException {
    load.close();
    server.close();
    if (target != null) {
      target.close();
    }
  }
}
