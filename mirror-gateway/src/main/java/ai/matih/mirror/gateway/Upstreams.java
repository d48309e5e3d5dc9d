package ai.matih.mirror.gateway;

import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.netty.NettyPipeline;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/** The connections to the services, pooled for each. */
final class Upstreams implements AutoCloseable {
  /**
   * Below what servers commonly keep an idle connection for, so that theirs seldom crosses ours.
   */
  private static final Duration LONGEST_IDLE = Duration.ofSeconds(3);

  /** Of a response's status line and header fields. */
  private static final int MAX_HEAD_BYTES = 64 * 1024;

  private final LoopResources loops;
  private final Duration connectTimeout;
  private final Duration responseTimeout;
  private final ConnectionProvider connections;

  /** One each, because the pool keeps connections apart for each client. */
  private final Map<Service, HttpClient> clients = new ConcurrentHashMap<>();

  Upstreams(LoopResources loops, GatewayBuilder settings) {
    this.loops = loops;
    this.connectTimeout = settings.connectTimeout;
    this.responseTimeout = settings.responseTimeout;
    this.connections =
        ConnectionProvider.builder("gateway")
            .maxConnections(settings.maxConnections)
            .pendingAcquireMaxCount(settings.maxConnections * 2)
            .pendingAcquireTimeout(settings.connectTimeout)
            .maxIdleTime(LONGEST_IDLE)
            .evictInBackground(Duration.ofSeconds(1))
            .lifo()
            .build();
  }

  /** Sends to the service; never retries, follows or decodes anything. */
  HttpClient client(Service service) {
    return clients.computeIfAbsent(service, this::create);
  }

  private HttpClient create(Service service) {
    HttpClient client =
        HttpClient.create(connections)
            .runOn(loops)
            .remoteAddress(() -> InetSocketAddress.createUnresolved(service.host(), service.port()))
            .protocol(HttpProtocol.HTTP11)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) connectTimeout.toMillis())
            .responseTimeout(responseTimeout)
            .disableRetry(true)
            .followRedirect(false)
            .httpResponseDecoder(
                spec -> spec.maxInitialLineLength(MAX_HEAD_BYTES).maxHeaderSize(MAX_HEAD_BYTES))
            .doOnChannelInit(
                (observer, channel, address) ->
                    channel
                        .pipeline()
                        .addAfter(
                            NettyPipeline.HttpCodec, UpstreamHandler.NAME, new UpstreamHandler()));
    return service.secure() ? client.secure() : client;
  }

  @Override
  public void close() {
    connections.dispose();
  }
}
