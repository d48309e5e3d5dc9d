package ai.matih.mirror.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** A client has no close: what it started has to end by itself. */
class ThreadsTest {

  private static Set<Thread> threads() {
    Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
    threads.removeIf(thread -> !thread.getName().startsWith("HttpClient-"));
    return threads;
  }

  private static Set<Thread> threadsOfACall(RawServer server) {
    Set<Thread> before = threads();
    server.client().build().health();
    Set<Thread> started = threads();
    started.removeAll(before);
    assertThat(started).isNotEmpty().allMatch(Thread::isDaemon);
    return started;
  }

  @Test
  void theThreadsOfAClientThatNobodyHoldsEndThoughItsConnectionStays() throws Exception {
    String answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n";
    try (RawServer server = new RawServer(RawServer.says(answer))) {
      Set<Thread> started = threadsOfACall(server);

      while (started.stream()
          .anyMatch(t -> t.getName().endsWith("SelectorManager") && t.isAlive())) {
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        System.gc();
        LockSupport.parkNanos(10_000_000);
      }
    }
  }
}
