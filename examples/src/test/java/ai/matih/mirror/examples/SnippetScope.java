package ai.matih.mirror.examples;

import ai.matih.mirror.MirrorConfig;
import ai.matih.mirror.TrafficMirror;
import ai.matih.mirror.gateway.Gateway;
import ai.matih.mirror.gateway.Role;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.embedded.EmbeddedChannel;
import jakarta.servlet.ServletContext;
import java.net.URI;

/** What a reader of a snippet has at hand: imports, an application starting up, a mirror. */
public abstract class SnippetScope {
  static final String IMPORTS =
      """
      import ai.matih.mirror.*;
      import ai.matih.mirror.client.*;
      import ai.matih.mirror.compare.*;
      import ai.matih.mirror.netty.*;
      import ai.matih.mirror.servlet.*;
      import io.netty.channel.ChannelPipeline;
      import io.netty.handler.codec.http.HttpServerCodec;
      import jakarta.servlet.*;
      import java.time.Duration;
      import java.util.*;
      import org.springframework.boot.web.servlet.FilterRegistrationBean;
      import org.springframework.core.Ordered;
      import reactor.netty.NettyPipeline;
      import reactor.netty.http.server.HttpServer;
      """;

  /**
   * The application's context, as a {@link jakarta.servlet.ServletContainerInitializer} gets it.
   */
  protected ServletContext servletContext;

  /** A mirror of some route. */
  protected TrafficMirror mirror =
      TrafficMirror.builder("readme").to(MirrorConfig.of("mirror.invalid", 8000)).build();

  /** The pipeline of a channel that was just accepted. */
  protected ChannelPipeline pipeline = new EmbeddedChannel().pipeline();

  /** A handler that answers requests. */
  protected ChannelHandler application = new ChannelInboundHandlerAdapter();

  /** Where a gateway's management API is, with a route of the README's name. */
  protected URI gatewayAddress;

  /** With which it may be used. */
  protected String token = "token-of-the-readme";

  /** For the compiled snippet. */
  @SuppressWarnings("NullAway.Init") // context and gateway come later
  protected SnippetScope() {}

  void runIn(ServletContext context) throws Exception {
    servletContext = context;
    try (Gateway running =
        Gateway.builder()
            .host("127.0.0.1")
            .port(0)
            .managementPort(0)
            .service("ai", "http://127.0.0.1:8001")
            .route("ai-service-route", "ai", "/ai")
            .token(Role.ADMIN, token)
            .start()) {
      gatewayAddress = URI.create("http://127.0.0.1:" + running.managementPort());
      run();
    }
  }

  /** Does what the snippet says. */
  public abstract void run() throws Exception;
}
