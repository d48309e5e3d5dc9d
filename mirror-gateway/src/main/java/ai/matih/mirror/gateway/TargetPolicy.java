package ai.matih.mirror.gateway;

import ai.matih.mirror.MirrorConfig;
import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which hosts may be mirror targets. Whoever configures a mirror chooses where the clients'
 * requests go, so some places are never allowed: addresses of the link, of nobody and of groups,
 * and those where clouds give away credentials. Immutable.
 */
final class TargetPolicy {
  private static final Set<String> DENIED_NAMES = Set.of("metadata", "metadata.google.internal");

  /** AWS over IPv6, Alibaba, Oracle, Azure; the usual 169.254.169.254 is of the link. */
  private static final Set<InetAddress> DENIED =
      Set.of(
          literal("fd00:ec2::254"),
          literal("100.100.100.200"),
          literal("192.0.0.192"),
          literal("168.63.129.16"),
          literal("255.255.255.255"));

  private final List<String> names = new ArrayList<>();
  private final List<IpSubnetFilterRule> subnets = new ArrayList<>();

  /**
   * @param allowed names, {@code *.suffixes}, addresses and subnets; none for all but what is never
   *     allowed
   */
  TargetPolicy(List<String> allowed) {
    for (String entry : allowed) {
      if (entry.matches("(\\*\\.)?[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*") && !isAddress(entry)) {
        names.add(entry.toLowerCase(Locale.ROOT));
      } else {
        subnets.add(subnet(entry));
      }
    }
  }

  private static IpSubnetFilterRule subnet(String entry) {
    try {
      String[] parts = entry.split("/", 2);
      InetAddress address = literal(parts[0]);
      int most = address.getAddress().length * 8;
      int prefix = parts.length == 1 ? most : Integer.parseInt(parts[1]);
      return new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT);
    } catch (IllegalArgumentException e) {
      throw Invalid.value(
          "allowedTargets", entry, "a host name, *.suffix, address, or subnet as 10.0.0.0/8");
    }
  }

  private static boolean isAddress(String host) {
    return NetUtil.createByteArrayFromIpAddressString(host) != null;
  }

  /** The address that is written so; never asks a resolver. */
  private static InetAddress literal(String host) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(host);
    if (bytes == null) {
      throw new IllegalArgumentException(host);
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(host, e);
    }
  }

  /**
   * Refuses a target that is not allowed by name or address, or whose name leads to an address that
   * is not. A name that cannot be resolved now may be later, and is looked at again then: see
   * {@link #allows}. May block while the name is resolved.
   */
  void check(MirrorConfig config) {
    String host = config.mirrorHost().toLowerCase(Locale.ROOT);
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    boolean allowed = isAddress(bare) ? isAllowed(literal(bare)) : isAllowedName(bare);
    if (!allowed) {
      throw new RefusedException(
          Problem.TARGET_REFUSED, "mirrorHost: " + host + " (expected: an allowed mirror target)");
    }
  }

  private boolean isAllowed(InetAddress address) {
    return allows(address) && (isOpen() || subnets.stream().anyMatch(rule -> holds(rule, address)));
  }

  private static boolean holds(IpSubnetFilterRule rule, InetAddress address) {
    return rule.matches(new InetSocketAddress(address, 0));
  }

  private boolean isAllowedName(String host) {
    String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    return !DENIED_NAMES.contains(name)
        && (isOpen() || names.stream().anyMatch(entry -> matches(entry, name)))
        && Arrays.stream(resolve(name)).allMatch(this::allows);
  }

  private boolean isOpen() {
    return names.isEmpty() && subnets.isEmpty();
  }

  private static boolean matches(String entry, String name) {
    return entry.startsWith("*.") ? name.endsWith(entry.substring(1)) : name.equals(entry);
  }

  private static InetAddress[] resolve(String name) {
    try {
      return InetAddress.getAllByName(name);
    } catch (UnknownHostException e) {
      return new InetAddress[0];
    }
  }

  /** Whether an address is not one of those that are never allowed, whatever name led to it. */
  boolean allows(InetAddress address) {
    InetAddress embedded = embedded(address.getAddress());
    return !address.isLinkLocalAddress()
        && !address.isAnyLocalAddress()
        && !address.isMulticastAddress()
        && !DENIED.contains(address)
        && (embedded == null || allows(embedded));
  }

  /** The IPv4 address within an IPv6 one: compatible, of NAT64 (RFC 6052) or 6to4 (RFC 3056). */
  private static @Nullable InetAddress embedded(byte[] bytes) {
    if (bytes.length != 16) {
      return null;
    }
    int at = -1;
    if (bytes[0] == 0x20 && bytes[1] == 0x02) {
      at = 2;
    } else if (startsWith(bytes, new byte[] {0, 0x64, (byte) 0xff, (byte) 0x9b}, 12)) {
      at = 12;
    } else if (startsWith(bytes, new byte[0], 12) && (bytes[12] != 0 || bytes[13] != 0)) {
      at = 12;
    }
    return at < 0 ? null : literal(NetUtil.bytesToIpAddress(Arrays.copyOfRange(bytes, at, at + 4)));
  }

  /** Whether the bytes begin so, with zeros from there to the length. */
  private static boolean startsWith(byte[] bytes, byte[] prefix, int length) {
    return Arrays.equals(Arrays.copyOf(bytes, length), Arrays.copyOf(prefix, length));
  }
}
