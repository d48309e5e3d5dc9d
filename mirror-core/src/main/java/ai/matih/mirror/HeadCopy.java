package ai.matih.mirror;

import ai.matih.mirror.HeadRules.Field;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The head of one copy in the making, taken from a live request in one pass. Strings are immutable
 * and so may be kept; the request they came from may not.
 */
final class HeadCopy {
  // Twelve fields of a browser's and what a copy gets besides, without growing.
  private static final int TYPICAL = 40;

  private final HeadRules rules;
  private final String mirrorHost;
  final String method;
  final String target;
  private String[] fields = new String[TYPICAL];
  private int size;
  private long characters;
  private boolean framed;
  private boolean ambiguous;
  private @Nullable String host;
  private boolean forwardedHost;
  private boolean connectionNames;

  HeadCopy(RequestView request, HeadRules rules, String mirrorHost) {
    this.rules = rules;
    this.mirrorHost = mirrorHost;
    this.method = request.method();
    this.target = Targets.originForm(request.target());
    this.characters = (long) method.length() + target.length();
    request.forEachHeader((name, value) -> take(request, name, value));
    if (connectionNames) {
      dropWhatConnectionNames(request);
    }
    complete();
  }

  private void take(RequestView request, String name, String value) {
    Field field = rules.field(name);
    if (field == null) {
      // The HTTP/2 codec of a server adds its own fields under this name.
      if (!name.regionMatches(true, 0, "x-http2-", 0, 8)) {
        add(name, value);
      }
      return;
    }
    switch (field) {
      case DROPPED -> {}
      case HOST -> {
        ambiguous |= host != null;
        host = value;
        add(name, rules.preserveHost() ? value : mirrorHost);
      }
      case FORWARDED_HOST -> {
        forwardedHost = true;
        add(name, value);
      }
      case CONNECTION -> connectionNames |= namesFields(value);
      case FRAMING -> {
        framed = true;
        // Another coding than chunked is still on the body that the server delivers.
        ambiguous |=
            name.equalsIgnoreCase("Transfer-Encoding") && !value.equalsIgnoreCase("chunked");
      }
      case TE -> {
        if (value.equals("trailers") && isGrpc(request)) {
          add(name, value);
        }
      }
    }
  }

  private static boolean isGrpc(RequestView request) {
    String type = request.header("content-type");
    return type != null && type.startsWith("application/grpc");
  }

  /** Nearly every Connection field says only close or keep-alive. */
  private static boolean namesFields(String connection) {
    return !connection.equalsIgnoreCase("keep-alive") && !connection.equalsIgnoreCase("close");
  }

  private void dropWhatConnectionNames(RequestView request) {
    StringBuilder named = new StringBuilder(",");
    request.forEachHeader(
        (name, value) -> {
          if (rules.field(name) == Field.CONNECTION) {
            named.append(value).append(',');
          }
        });
    String tokens = named.toString();
    forwardedHost &= !Tokens.contains(tokens, HeadRules.FORWARDED_HOST);
    int kept = 0;
    for (int i = 0; i < size; i += 2) {
      if (rules.field(fields[i]) == Field.HOST || !Tokens.contains(tokens, fields[i])) {
        fields[kept] = fields[i];
        fields[kept + 1] = fields[i + 1];
        kept += 2;
      }
    }
    size = kept;
  }

  private void complete() {
    if (host == null) {
      add("Host", mirrorHost);
    } else if (!rules.preserveHost()
        && !forwardedHost
        && rules.field(HeadRules.FORWARDED_HOST) == Field.FORWARDED_HOST) {
      add(HeadRules.FORWARDED_HOST, host);
    }
    rules.set().forEach(this::add);
  }

  /** Must be the last: a copy whose body was rebuilt says so in its marker. */
  String[] fields(boolean reconstructed, int bodyLength) {
    add(HeadRules.MARKER, reconstructed ? rules.marker() + "; body=reconstructed" : rules.marker());
    // RFC 9110, section 8.6: no length where none was announced, unless the method expects one.
    if (framed || bodyLength > 0 || expectsBody()) {
      add("Content-Length", Integer.toString(bodyLength));
    }
    return fields;
  }

  private boolean expectsBody() {
    return method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
  }

  /** Whether the request cannot be told in another connection's words: two hosts, a coded body. */
  boolean isAmbiguous() {
    return ambiguous;
  }

  int size() {
    return size;
  }

  /** What the byte budget is charged for the head. */
  long characters() {
    return characters;
  }

  private void add(String name, String value) {
    if (size == fields.length) {
      fields = Arrays.copyOf(fields, 2 * size);
    }
    fields[size++] = name;
    fields[size++] = value;
    characters += name.length() + value.length();
  }
}
