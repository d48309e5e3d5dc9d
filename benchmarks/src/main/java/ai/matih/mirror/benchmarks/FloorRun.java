package ai.matih.mirror.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import org.HdrHistogram.Histogram;

/** The floor with a target of its own. */
final class FloorRun implements Closeable {
  private final Child target;
  private final Child floor;

  FloorRun() throws IOException {
    target = Subject.target("floor", Target.Mode.ANSWER);
    floor = Child.java("floor", Floor.class, Integer.toString(target.port()));
  }

  Child process() {
    return floor;
  }

  Child target() {
    return target;
  }

  /** One slice: at this rate, or with 0 as fast as it can. */
  Slice run(int perSecond, Duration time) throws IOException {
    long cpu = floor.cpuMicros();
    String[] reply = floor.ask("run " + time.toMillis() + " " + perSecond).split(" ", -1);
    long answered = Long.parseLong(reply[0]);
    long pacing = Long.parseLong(reply[1]);
    cpu = floor.cpuMicros() - cpu - pacing;
    return new Slice(answered, answered, answered, time.toMillis() / 1e3, cpu, new Histogram(3));
  }

  @Override
  public void close() {
    floor.close();
    target.close();
  }
}
