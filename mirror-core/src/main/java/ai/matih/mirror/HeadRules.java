package ai.matih.mirror;

import static java.util.Map.entry;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of a request's header fields its copy has, and which it has besides. Immutable.
 *
 * <p>Hop-by-hop fields: RFC 9110, section 7.6.1; {@code Expect} is answered by the primary's
 * server.
 */
final class HeadRules {
  /** Marks a copy with its route; a request that bears it is not copied again. */
  static final String MARKER = "X-Traffic-Mirror";

  static final String FORWARDED_HOST = "X-Forwarded-Host";
  private static final List<String> CREDENTIALS =
      List.of("Authorization", "Cookie", "Proxy-Authorization", "X-Api-Key");

  /** What a field is to a copy; any other is kept as it is. */
  enum Field {
    DROPPED,
    HOST,
    FORWARDED_HOST,
    CONNECTION,
    FRAMING,
    TE
  }

  private static final Map<String, Field> FIXED =
      Map.ofEntries(
          entry("Host", Field.HOST),
          entry(FORWARDED_HOST, Field.FORWARDED_HOST),
          entry("Connection", Field.CONNECTION),
          entry("Content-Length", Field.FRAMING),
          entry("Transfer-Encoding", Field.FRAMING),
          entry("TE", Field.TE),
          entry("Keep-Alive", Field.DROPPED),
          entry("Proxy-Connection", Field.DROPPED),
          entry("Proxy-Authenticate", Field.DROPPED),
          entry("Proxy-Authorization", Field.DROPPED),
          entry("Trailer", Field.DROPPED),
          entry("Upgrade", Field.DROPPED),
          entry("HTTP2-Settings", Field.DROPPED),
          entry("Expect", Field.DROPPED),
          entry(MARKER, Field.DROPPED));

  private final FieldNames<Field> known;
  private final String marker;
  private final boolean preserveHost;
  private final boolean credentials;
  private final Map<String, String> set;

  private HeadRules(
      String marker,
      boolean preserveHost,
      boolean credentials,
      Set<String> dropped,
      Map<String, String> set) {
    this.marker = marker;
    this.preserveHost = preserveHost;
    this.credentials = credentials;
    this.set = set;
    Map<String, Field> fields = new HashMap<>();
    FIXED.forEach((name, field) -> fields.put(name.toLowerCase(Locale.ROOT), field));
    if (!credentials) {
      CREDENTIALS.forEach(name -> fields.put(name.toLowerCase(Locale.ROOT), Field.DROPPED));
    }
    dropped.forEach(name -> fields.put(name.toLowerCase(Locale.ROOT), Field.DROPPED));
    set.keySet().forEach(name -> fields.put(name.toLowerCase(Locale.ROOT), Field.DROPPED));
    this.known = new FieldNames<>(fields);
  }

  @Nullable Field field(String name) {
    return known.get(name);
  }

  String marker() {
    return marker;
  }

  boolean preserveHost() {
    return preserveHost;
  }

  /** Whether the client's credentials travel with the copy. */
  boolean credentials() {
    return credentials;
  }

  /** Fields that every copy gets, in place of the client's own. */
  Map<String, String> set() {
    return set;
  }

  /** What the user wants of header fields, checked as it is said. */
  static final class Builder {
    private boolean preserveHost;
    private boolean credentials = true;
    private final Map<String, String> set = new LinkedHashMap<>();
    private final Set<String> dropped = new HashSet<>();

    void preserveHost() {
      preserveHost = true;
    }

    void withoutCredentials(String... alsoDropped) {
      credentials = false;
      drop(alsoDropped);
    }

    void drop(String... names) {
      for (String name : names) {
        dropped.add(changeable("dropHeader", name));
      }
    }

    void set(String name, String value) {
      if (!value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c <= 0xFF && c != 0x7F))) {
        throw Invalid.value("setHeader " + name, value, "printable Latin-1 characters");
      }
      String changeable = changeable("setHeader", name);
      set.keySet().removeIf(changeable::equalsIgnoreCase);
      set.put(changeable, value);
    }

    /** A name that has no meaning to the copy's own framing, routing or marking. */
    private static String changeable(String setting, String name) {
      if (!Tokens.isToken(name)) {
        throw Invalid.value(setting, name, "a header field's name");
      }
      for (String fixed : FIXED.keySet()) {
        if (fixed.equalsIgnoreCase(name)
            && !fixed.equals(FORWARDED_HOST)
            && !fixed.equals("Proxy-Authorization")) {
          throw Invalid.value(setting, name, "a field that the mirror does not govern itself");
        }
      }
      return name;
    }

    HeadRules build(String route) {
      return new HeadRules(route, preserveHost, credentials, dropped, new LinkedHashMap<>(set));
    }
  }
}
