package ai.matih.mirror;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.netty.util.NetUtil;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The published configuration of one mirrored route: where copies go, how many, and how. Immutable;
 * a value that exists is valid.
 *
 * <p>As JSON the five properties are the keys of one object. A missing key takes its default; a
 * missing {@code mirrorHost} or {@code mirrorPort}, a wrong type or an unknown key is an error that
 * names it. The Jackson annotations make that so with a user's own Jackson 2 or 3, however it is
 * configured.
 *
 * @param mirrorHost host name, IPv4 address, or IPv6 address in brackets; no scheme, no port
 * @param mirrorPort 1-65535
 * @param percentage share of requests to copy, 0-100; default 100
 * @param synchronous whether the primary's response waits for the mirror's; default false
 * @param logResponses whether each response of the mirror is compared and logged; default true
 */
public record MirrorConfig(
    String mirrorHost, int mirrorPort, int percentage, boolean synchronous, boolean logResponses) {

  private static final String HOST = "mirrorHost";
  private static final String PORT = "mirrorPort";
  private static final String PERCENTAGE = "percentage";
  private static final String SYNCHRONOUS = "synchronous";
  private static final String LOG_RESPONSES = "logResponses";
  private static final Set<String> KEYS =
      Set.of(HOST, PORT, PERCENTAGE, SYNCHRONOUS, LOG_RESPONSES);

  static final String HOST_EXPECTED =
      "a host name or address without scheme, port or path, IPv6 in brackets";
  private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
  private static final Pattern NAME =
      Pattern.compile("(?=.{1,253}$)[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63})*\\.?");

  /**
   * @throws IllegalArgumentException naming property, value and expectation, if one is not valid
   */
  public MirrorConfig {
    if (!validHost(mirrorHost)) {
      throw Invalid.value(HOST, mirrorHost, HOST_EXPECTED);
    }
    Invalid.unlessWithin(PORT, mirrorPort, 1, 65_535);
    Invalid.unlessWithin(PERCENTAGE, percentage, 0, 100);
  }

  /**
   * The configuration that copies every request to the given target.
   *
   * @throws IllegalArgumentException naming property, value and expectation, if one is not valid
   */
  public static MirrorConfig of(String mirrorHost, int mirrorPort) {
    return new MirrorConfig(mirrorHost, mirrorPort, 100, false, true);
  }

  /**
   * Reads the configuration from one JSON object.
   *
   * @throws IllegalArgumentException if the text is not such an object, with the reason
   */
  public static MirrorConfig fromJson(String json) {
    return fromMap(Json.readObject(json));
  }

  /**
   * Makes the configuration from its properties by name, as a JSON parser delivers them.
   *
   * @throws IllegalArgumentException naming the property that is missing, unknown, of a wrong type
   *     or out of range
   */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static MirrorConfig fromMap(Map<String, ? extends @Nullable Object> properties) {
    for (Map.Entry<String, ? extends @Nullable Object> property : properties.entrySet()) {
      if (!KEYS.contains(property.getKey())) {
        throw Invalid.value(
            property.getKey(),
            property.getValue(),
            "no such property, but mirrorHost, mirrorPort, percentage, synchronous, logResponses");
      }
    }
    return new MirrorConfig(
        property(properties, HOST, String.class, null, HOST_EXPECTED),
        property(properties, PORT, Integer.class, null, "1-65535"),
        property(properties, PERCENTAGE, Integer.class, 100, "0-100"),
        property(properties, SYNCHRONOUS, Boolean.class, false, "true or false"),
        property(properties, LOG_RESPONSES, Boolean.class, true, "true or false"));
  }

  private static <T> T property(
      Map<String, ? extends @Nullable Object> properties,
      String name,
      Class<T> type,
      @Nullable T absent,
      String expected) {
    Object value = properties.get(name);
    if (value == null && absent != null && !properties.containsKey(name)) {
      return absent;
    }
    Object narrowed = type == Integer.class ? integer(value) : value;
    if (!type.isInstance(narrowed)) {
      throw Invalid.value(name, properties.containsKey(name) ? value : "missing", expected);
    }
    return type.cast(narrowed);
  }

  /** A parser may deliver whole numbers in a wider type than they need. */
  private static @Nullable Object integer(@Nullable Object value) {
    String digits = value instanceof Long || value instanceof BigInteger ? value.toString() : "";
    return digits.matches("-?\\d{1,9}") ? Integer.valueOf(digits) : value;
  }

  static boolean validHost(@Nullable String host) {
    if (host == null) {
      return false;
    }
    if (host.startsWith("[")) {
      return host.endsWith("]")
          && host.lastIndexOf('[') == 0
          && host.indexOf('%') < 0
          && NetUtil.isValidIpV6Address(host.substring(1, host.length() - 1));
    }
    // A name's last label is not a number (RFC 3696, section 2).
    return NUMBERS.matcher(host).matches()
        ? NetUtil.isValidIpV4Address(host)
        : NAME.matcher(host).matches();
  }

  /** This configuration with another share. */
  public MirrorConfig withPercentage(int percentage) {
    return new MirrorConfig(mirrorHost, mirrorPort, percentage, synchronous, logResponses);
  }

  /** This configuration, with the primary's response waiting for the mirror's or not. */
  public MirrorConfig withSynchronous(boolean synchronous) {
    return new MirrorConfig(mirrorHost, mirrorPort, percentage, synchronous, logResponses);
  }

  /** This configuration, with the mirror's responses logged or not. */
  public MirrorConfig withLogResponses(boolean logResponses) {
    return new MirrorConfig(mirrorHost, mirrorPort, percentage, synchronous, logResponses);
  }

  /** The five properties by name, in their published order. */
  @JsonValue
  public Map<String, Object> toMap() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put(HOST, mirrorHost);
    properties.put(PORT, mirrorPort);
    properties.put(PERCENTAGE, percentage);
    properties.put(SYNCHRONOUS, synchronous);
    properties.put(LOG_RESPONSES, logResponses);
    return properties;
  }

  /** This configuration as one line of JSON. */
  public String toJson() {
    return Json.write(toMap());
  }
}
