package ai.matih.mirror.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What somebody saw of a request, in full, so that two can be compared.
 *
 * @param target the raw request target
 * @param fields header fields in order, without those that belong to a connection or that a copy
 *     has of its own
 * @param body SHA-256 of the body's bytes; of the parameters where the service reads these
 * @param marker what marks the request as a copy, or null
 */
record Seen(
    String method, String target, List<Field> fields, String body, @Nullable String marker) {

  /** Tells requests apart, in the services' records. */
  static final String ID = "X-Demo-Id";

  static final String MARKER = "X-Traffic-Mirror";

  private static final Set<String> NOT_COMPARED =
      Set.of(
          "host",
          "x-forwarded-host",
          "connection",
          "content-length",
          "transfer-encoding",
          MARKER.toLowerCase(Locale.ROOT));

  /** What a client sent. */
  static Seen of(Call call, String id) {
    List<Field> fields = new ArrayList<>();
    fields.add(new Field(ID, id));
    fields.addAll(call.fields());
    byte[] read = call.parameters().isEmpty() ? call.body() : text(call.parameters());
    return new Seen(call.method(), call.target(), fields, digest(read), null);
  }

  /** What a service sees that has read the body's bytes. */
  static Seen of(HttpServletRequest request, byte[] body) {
    List<Field> fields = new ArrayList<>();
    for (String name : Collections.list(request.getHeaderNames())) {
      if (!NOT_COMPARED.contains(name.toLowerCase(Locale.ROOT))) {
        for (String value : Collections.list(request.getHeaders(name))) {
          fields.add(new Field(name, value));
        }
      }
    }
    return new Seen(
        request.getMethod(), target(request), fields, digest(body), request.getHeader(MARKER));
  }

  /** What a service sees that has read the parameters. */
  static Seen ofParameters(HttpServletRequest request) {
    List<Field> parameters = new ArrayList<>();
    request
        .getParameterMap()
        .forEach(
            (name, values) ->
                Arrays.stream(values).forEach(value -> parameters.add(new Field(name, value))));
    return of(request, text(parameters));
  }

  /** The parts in which the other differs, or nothing. */
  List<String> differences(Seen other) {
    List<String> parts = new ArrayList<>();
    if (!method.equals(other.method)) {
      parts.add("method");
    }
    if (!target.equals(other.target)) {
      parts.add("target");
    }
    if (!fields.equals(other.fields)) {
      parts.add("header fields");
    }
    if (!body.equals(other.body)) {
      parts.add("body");
    }
    return parts;
  }

  static String target(HttpServletRequest request) {
    String query = request.getQueryString();
    return query == null ? request.getRequestURI() : request.getRequestURI() + '?' + query;
  }

  static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Parameters by name; the values of one name keep their order, which has a meaning. */
  private static byte[] text(List<Field> parameters) {
    return parameters.stream()
        .sorted(Comparator.comparing(Field::name))
        .map(Field::toString)
        .collect(Collectors.joining("\n"))
        .getBytes(UTF_8);
  }
}
