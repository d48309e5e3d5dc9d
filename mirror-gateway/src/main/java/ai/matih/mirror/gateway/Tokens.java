package ai.matih.mirror.gateway;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the management API. Only digests are kept, so that no dump, log or {@code toString}
 * has a token. Immutable.
 */
final class Tokens {
  private static final String SCHEME = "bearer ";
  private static final Pattern LINES = Pattern.compile("[\n\r,]");
  private static final Pattern ENTRY = Pattern.compile("(ADMIN|READER)\\s+(\\S+)");

  private record Entry(Digest digest, Role role) {}

  private final List<Entry> entries;

  private Tokens(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  static Tokens none() {
    return new Tokens(List.of());
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  Tokens with(Role role, String token) {
    // RFC 6750, section 2.1, and at least what nobody guesses.
    if (!token.matches("[A-Za-z0-9._~+/-]{16,4096}=*")) {
      throw Invalid.value(
          "token", "a value", "16 or more letters, digits and ._~+/- as RFC 6750 has them");
    }
    List<Entry> more = new ArrayList<>(entries);
    more.add(new Entry(Digest.of(token), role));
    return new Tokens(more);
  }

  /** Reads lines, or parts between commas, of a role and a token; a line may be a # comment. */
  Tokens withAll(String source, String text) {
    Tokens all = this;
    for (String line : LINES.split(text, -1)) {
      Matcher entry = ENTRY.matcher(line.strip());
      if (entry.matches()) {
        all = all.with(Role.valueOf(entry.group(1)), entry.group(2));
      } else if (!line.isBlank() && !line.startsWith("#")) {
        // Without the value, which may hold a token.
        throw Invalid.value(source, "a line", "ADMIN or READER, a space, and a token");
      }
    }
    return all;
  }

  /** A new token that nobody can guess. */
  static String random() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** What the value of an Authorization field allows, or null; takes as long for any value. */
  @Nullable Role role(@Nullable String authorization) {
    if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return null;
    }
    Digest given = Digest.of(authorization.substring(SCHEME.length()).strip());
    Role role = null;
    for (Entry entry : entries) {
      if (entry.digest.is(given) && (role == null || !role.includes(entry.role))) {
        role = entry.role;
      }
    }
    return role;
  }

  /** Of a token: compared in constant time, and nothing can be read from it. */
  private static final class Digest {
    private final byte[] bytes;

    private Digest(byte[] bytes) {
      this.bytes = bytes;
    }

    static Digest of(String token) {
      try {
        return new Digest(
            MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("no SHA-256 in this JVM", e);
      }
    }

    boolean is(Digest other) {
      return MessageDigest.isEqual(bytes, other.bytes);
    }
  }

  @Override
  public String toString() {
    return "Tokens{" + entries.size() + "}";
  }
}
