package ai.matih.mirror;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs tasks one after the other on a thread that is there while there are any. Here foreign code,
 * a listener or a log appender, may block: nothing else waits for this thread.
 */
final class Worker {

  private record Task(Runnable action, Runnable ifStopped) implements Runnable {
    @Override
    public void run() {
      action.run();
    }
  }

  private final ThreadPoolExecutor thread;

  /**
   * @param capacity how many tasks may wait
   */
  Worker(String name, int capacity) {
    thread =
        new ThreadPoolExecutor(
            1,
            1,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(capacity),
            task -> daemon(name, task));
    thread.allowCoreThreadTimeOut(true);
  }

  /** A thread that keeps neither the process alive nor the caller's class loader. */
  static Thread daemon(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.setContextClassLoader(Worker.class.getClassLoader());
    return thread;
  }

  /**
   * Runs the action on the thread, unless there are too many already or it has stopped.
   *
   * @param ifStopped what to do, quickly, if the thread stops before it gets to the action
   */
  boolean tryExecute(Runnable action, Runnable ifStopped) {
    try {
      thread.execute(new Task(action, ifStopped));
      return true;
    } catch (RejectedExecutionException | OutOfMemoryError e) {
      // Full, closed, or no memory for a thread.
      return false;
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
      if (left instanceof Task task) {
        task.ifStopped.run();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
