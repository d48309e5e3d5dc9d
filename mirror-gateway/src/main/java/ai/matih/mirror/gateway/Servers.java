package ai.matih.mirror.gateway;

import ai.matih.mirror.netty.MirrorHandler;
import io.netty.channel.ChannelPipeline;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import reactor.netty.ChannelBindException;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.NettyPipeline;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.LoopResources;

/** The two servers that a gateway consists of. */
final class Servers {
  private static final int MAX_LINE_BYTES = 16 * 1024;
  private static final int MAX_HEAD_BYTES = 64 * 1024;
  private static final int MAX_MANAGEMENT_HEAD_BYTES = 16 * 1024;
  private static final Duration IDLE = Duration.ofSeconds(75);
  private static final Duration MANAGEMENT_REQUEST = Duration.ofSeconds(10);

  private Servers() {}

  static HttpServer proxy(
      GatewayBuilder settings, LoopResources loops, Supplier<RouteTable> routes) {
    Proxy handler = new Proxy(routes, new ServiceLog());
    return server(loops, settings.host, settings.port)
        .httpRequestDecoder(
            spec -> spec.maxInitialLineLength(MAX_LINE_BYTES).maxHeaderSize(MAX_HEAD_BYTES))
        .doOnConnection(connection -> mirror(connection, routes))
        .handle(handler::handle);
  }

  private static void mirror(Connection connection, Supplier<RouteTable> routes) {
    ChannelPipeline pipeline = connection.channel().pipeline();
    if (pipeline.get(MirrorHandler.class) == null) {
      pipeline.addAfter(
          NettyPipeline.HttpTrafficHandler,
          "mirror",
          new MirrorHandler(request -> routes.get().mirror(request)));
    }
  }

  static HttpServer management(
      GatewayBuilder settings, LoopResources loops, Management management) {
    return server(loops, settings.managementHost, settings.managementPort)
        .requestTimeout(MANAGEMENT_REQUEST)
        .httpRequestDecoder(spec -> spec.maxHeaderSize(MAX_MANAGEMENT_HEAD_BYTES))
        .handle(management::handle);
  }

  private static HttpServer server(LoopResources loops, String host, int port) {
    return HttpServer.create()
        .runOn(loops)
        .host(host)
        .port(port)
        .protocol(HttpProtocol.HTTP11)
        .idleTimeout(IDLE);
  }

  static DisposableServer bind(HttpServer server) throws IOException {
    try {
      return server.bindNow();
    } catch (ChannelBindException e) {
      throw new IOException("cannot listen on " + e.localHost() + ":" + e.localPort(), e);
    }
  }
}
