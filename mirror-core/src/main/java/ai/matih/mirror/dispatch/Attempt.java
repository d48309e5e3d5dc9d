package ai.matih.mirror.dispatch;

import ai.matih.mirror.MirrorTarget;
import ai.matih.mirror.Outcome;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.IdentityCipherSuiteFilter;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslHandler;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * An attempt to make one connection: look the name up, try its addresses in turn, shake hands. It
 * ends once, in a connection or a failure, and within the target's connect timeout.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what fails on a channel is told to its listeners
final class Attempt {
  private final ConnectionPool pool;
  private final MirrorTarget target;
  private final EventLoop loop;
  private final Lookup lookup;
  private @Nullable Future<?> timer;
  private @Nullable Channel channel;
  private boolean handshaking;
  private boolean ended;

  Attempt(ConnectionPool pool, MirrorTarget target, EventLoop loop, Lookup lookup) {
    this.pool = pool;
    this.target = target;
    this.loop = loop;
    this.lookup = lookup;
  }

  void start() {
    timer =
        loop.schedule(
            () -> fail(new TimeoutException("no connection to " + target + " in time")),
            target.connectTimeout().toNanos(),
            TimeUnit.NANOSECONDS);
    lookup.find(this);
  }

  void found(InetAddress[] addresses) {
    try {
      InetAddress[] allowed =
          Arrays.stream(addresses).filter(target::allows).toArray(InetAddress[]::new);
      if (allowed.length > 0) {
        connect(allowed, 0);
      } else {
        fail(new ConnectException("no address of " + target + " is allowed"));
      }
    } catch (Throwable error) {
      // A user's predicate.
      fail(error);
    }
  }

  void notFound(Throwable cause) {
    fail(cause);
  }

  private void connect(InetAddress[] addresses, int index) {
    if (ended) {
      return;
    }
    Connection connection = pool.connection();
    ChannelFuture connected =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            // The attempt's own timer counts.
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(connection.decoder(), connection);
                  }
                })
            .connect(new InetSocketAddress(addresses[index], target.port()));
    channel = connected.channel();
    connected.addListener(
        future -> {
          if (future.isSuccess()) {
            secure(connected.channel(), connection);
          } else if (index + 1 < addresses.length) {
            connect(addresses, index + 1);
          } else {
            fail(future.cause());
          }
        });
  }

  private void secure(Channel channel, Connection connection) {
    SSLContext tls = target.tls();
    if (tls == null || ended) {
      succeed(connection);
      return;
    }
    handshaking = true;
    SslHandler handler = new SslHandler(engine(channel, tls));
    // The attempt's own timer counts.
    handler.setHandshakeTimeoutMillis(0);
    channel.pipeline().addFirst(handler);
    handler
        .handshakeFuture()
        .addListener(
            future -> {
              if (future.isSuccess()) {
                succeed(connection);
              } else {
                fail(future.cause());
              }
            });
  }

  private SSLEngine engine(Channel channel, SSLContext tls) {
    SSLEngine engine =
        new JdkSslContext(
                tls,
                true,
                null,
                IdentityCipherSuiteFilter.INSTANCE,
                null,
                ClientAuth.NONE,
                null,
                false)
            .newEngine(channel.alloc(), target.host(), target.port());
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    engine.setSSLParameters(parameters);
    return engine;
  }

  private void succeed(Connection connection) {
    if (end()) {
      pool.connected(connection);
    } else {
      connection.close();
    }
  }

  private void fail(Throwable cause) {
    if (end()) {
      if (channel != null) {
        channel.close();
      }
      pool.connectFailed(handshaking ? Outcome.TLS_FAILED : Outcome.CONNECT_FAILED, cause);
    }
  }

  private boolean end() {
    if (ended) {
      return false;
    }
    ended = true;
    if (timer != null) {
      timer.cancel(false);
    }
    return true;
  }
}
