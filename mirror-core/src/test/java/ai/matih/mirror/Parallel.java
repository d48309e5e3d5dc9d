package ai.matih.mirror;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Several threads that begin together; what one of them throws fails the test. */
final class Parallel {

  /** What the thread of this number does. */
  interface Work {
    void run(int thread) throws Exception;
  }

  private Parallel() {}

  static void run(int threads, Work work) throws InterruptedException {
    CyclicBarrier start = new CyclicBarrier(threads);
    List<FutureTask<?>> tasks = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int thread = i;
      FutureTask<?> task =
          new FutureTask<>(
              () -> {
                start.await();
                work.run(thread);
                return null;
              });
      tasks.add(task);
      Thread starter = new Thread(task, "parallel-" + thread);
      starter.setDaemon(true);
      starter.start();
    }
    for (FutureTask<?> task : tasks) {
      try {
        task.get();
      } catch (ExecutionException e) {
        throw new AssertionError(e.getCause());
      }
    }
  }
}
