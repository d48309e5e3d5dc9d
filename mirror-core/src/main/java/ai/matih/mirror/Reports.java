package ai.matih.mirror;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs reports one after the other on a thread that is there while there are any. Here foreign
 * code, a listener or a log appender, may block: nothing else waits for this thread. What queues up
 * is bounded by the permits that it holds.
 */
final class Reports {

  private record Report(Runnable task, Runnable ifStopped) implements Runnable {
    @Override
    public void run() {
      task.run();
    }
  }

  private final ThreadPoolExecutor thread;

  Reports(String name) {
    thread =
        new ThreadPoolExecutor(
            1, 1, 5, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> daemon(name, task));
    thread.allowCoreThreadTimeOut(true);
  }

  /** A thread that keeps neither the process alive nor the caller's class loader. */
  static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.setContextClassLoader(Reports.class.getClassLoader());
    return thread;
  }

  /** Runs the task on the thread, or the other one, which must be quick, if there is none. */
  void execute(Runnable task, Runnable ifStopped) {
    try {
      thread.execute(new Report(task, ifStopped));
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      // Closed, or no memory for a thread.
      ifStopped.run();
    }
  }

  /** Waits so long for what is queued; of the rest only what is to be done without a thread. */
  void close(Duration atMost) {
    thread.shutdown();
    boolean interrupted = false;
    try {
      if (thread.awaitTermination(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      interrupted = true;
    }
    for (Runnable left : thread.shutdownNow()) {
      if (left instanceof Report report) {
        report.ifStopped.run();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
