package ai.matih.mirror;

import java.net.InetAddress;
import java.time.Duration;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The service that copies go to, and how they may be sent to it. Immutable; equal only to itself: a
 * dispatcher keeps one set of connections per instance.
 */
public final class MirrorTarget {
  private final String host;
  private final int port;
  private final String authority;
  private final @Nullable SSLContext tls;
  private final Duration connectTimeout;
  private final Duration timeout;
  private final int maxConnections;
  private final Predicate<InetAddress> addresses;

  MirrorTarget(
      String host,
      int port,
      @Nullable SSLContext tls,
      Duration connectTimeout,
      Duration timeout,
      int maxConnections,
      Predicate<InetAddress> addresses) {
    this.host = host;
    this.port = port;
    this.authority = port == (tls == null ? 80 : 443) ? host : host + ":" + port;
    this.tls = tls;
    this.connectTimeout = connectTimeout;
    this.timeout = timeout;
    this.maxConnections = maxConnections;
    this.addresses = addresses;
  }

  /** Host name or address, without the brackets of an IPv6 address. */
  public String host() {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** The port, 1-65535. */
  public int port() {
    return port;
  }

  /** The value of a Host field that names this target: without the port where it is the default. */
  public String authority() {
    return authority;
  }

  /** The TLS context to connect with, or null for plain text. */
  public @Nullable SSLContext tls() {
    return tls;
  }

  /** How long a connection may take to be ready, name resolution and TLS included. */
  public Duration connectTimeout() {
    return connectTimeout;
  }

  /** How long a copy may take from the hand-over to the last byte of its response. */
  public Duration timeout() {
    return timeout;
  }

  /** How many connections there may be at a time. */
  public int maxConnections() {
    return maxConnections;
  }

  /** Whether this address, which the host is or was resolved to, may be connected to. */
  public boolean allows(InetAddress address) {
    return addresses.test(address);
  }

  @Override
  public String toString() {
    return (tls == null ? "http://" : "https://") + host + ":" + port;
  }
}
