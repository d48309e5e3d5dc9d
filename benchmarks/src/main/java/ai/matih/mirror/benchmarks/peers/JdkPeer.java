package ai.matih.mirror.benchmarks.peers;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * With {@code java.net.http}. The client does not bound its connections, one for each request under
 * way, so a second semaphore does; without it 1024 copies would open 1024 connections.
 */
final class JdkPeer implements Peer {
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(1))
          .executor(Executors.newFixedThreadPool(2, JdkPeer::daemon))
          .build();
  private final String base;
  private final Semaphore connections = new Semaphore(CONNECTIONS);

  JdkPeer(String host, int port) {
    this.base = "http://" + host + ":" + port;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "jdk-peer");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void send(Copy copy, Runnable done) {
    if (!connections.tryAcquire()) {
      done.run();
      return;
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + copy.target))
            .timeout(Duration.ofSeconds(TIMEOUT_SECONDS))
            .method(copy.method, BodyPublishers.ofByteArray(copy.body));
    copy.fields.forEach(field -> request.header(field.name(), field.value()));
    var unused =
        client
            .sendAsync(request.build(), BodyHandlers.discarding())
            .whenComplete(
                (response, failure) -> {
                  connections.release();
                  done.run();
                });
  }
}
