package ai.matih.mirror.benchmarks.peers;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpMethod;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/** With reactor-netty's client: one event loop, 64 connections, the rest of 1024 wait for one. */
final class ReactorPeer implements Peer {
  private final HttpClient client;

  ReactorPeer(String host, int port) {
    ConnectionProvider provider =
        ConnectionProvider.builder("peer")
            .maxConnections(CONNECTIONS)
            .pendingAcquireMaxCount(1024)
            .lifo()
            .build();
    client =
        HttpClient.create(provider)
            .runOn(LoopResources.create("peer", 1, true))
            .baseUrl("http://" + host + ":" + port)
            .responseTimeout(Duration.ofSeconds(TIMEOUT_SECONDS));
  }

  @Override
  public void send(Copy copy, Runnable done) {
    var unused =
        client
            .headers(
                headers -> {
                  copy.fields.forEach(field -> headers.add(field.name(), field.value()));
                  headers.set("content-length", copy.body.length);
                })
            .request(HttpMethod.valueOf(copy.method))
            .uri(copy.target)
            .send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(copy.body)))
            .responseContent()
            .then()
            .onErrorComplete()
            .doFinally(signal -> done.run())
            .subscribe();
  }
}
