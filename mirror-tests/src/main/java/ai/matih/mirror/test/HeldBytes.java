package ai.matih.mirror.test;

import ai.matih.mirror.TrafficMirror;
import java.util.concurrent.locks.LockSupport;

/** Looks all the time at how many bytes a mirror holds. */
final class HeldBytes implements AutoCloseable {
  private static final long PAUSE_NANOS = 50_000;

  private final TrafficMirror mirror;
  private final Thread thread = new Thread(this::look, "held-bytes");
  private volatile boolean closed;
  private volatile long most;

  HeldBytes(TrafficMirror mirror) {
    this.mirror = mirror;
    thread.setDaemon(true);
    thread.start();
  }

  private void look() {
    while (!closed) {
      note();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private synchronized void note() {
    most = Math.max(most, mirror.stats().heldBytes());
  }

  /** The most that were seen by now. */
  long most() {
    note();
    return most;
  }

  @Override
  public void close() {
    closed = true;
  }
}
