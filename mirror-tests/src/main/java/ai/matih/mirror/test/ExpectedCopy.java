package ai.matih.mirror.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What the copy of a request is, said without the code that makes it.
 *
 * @param route the mirror's route
 * @param authority the mirror's host and port
 * @param unsupported what the server keeps from the adapter
 * @param preserveHost whether the Host field stays as it was
 * @param dropped fields that copies are sent without
 * @param set fields that copies are sent with
 */
record ExpectedCopy(
    String route,
    String authority,
    Set<Feature> unsupported,
    boolean preserveHost,
    List<String> dropped,
    List<Field> set) {
  private static final String MARKER = "X-Traffic-Mirror";
  private static final String FORWARDED_HOST = "X-Forwarded-Host";
  private static final String LENGTH = "Content-Length";
  private static final Set<String> EXPECT_LENGTH = Set.of("POST", "PUT", "PATCH");

  /** RFC 9110, section 7.6.1, and what a copy replaces. */
  private static final List<String> NOT_COPIED =
      List.of(
          "Connection",
          "Keep-Alive",
          "Proxy-Connection",
          "Proxy-Authenticate",
          "Proxy-Authorization",
          "TE",
          "Trailer",
          "Transfer-Encoding",
          "Upgrade",
          "HTTP2-Settings",
          "Expect",
          MARKER,
          LENGTH);

  void check(WireRequest request, RecordedRequest copy) {
    assertThat(copy.method()).as("method").isEqualTo(request.method());
    assertThat(copy.target()).as("target").isEqualTo(target(request));
    assertThat(copy.body()).as("body").isEqualTo(request.body());
    List<Field> added = added(request);
    Set<String> addedNames = names(added.stream().map(Field::name));
    List<Field> fields = new ArrayList<>(copy.fields());
    fields.removeIf(field -> addedNames.contains(field.name()));
    assertThat(known(fields)).as("fields").isEqualTo(known(endToEnd(request)));
    assertThat(copy.fields()).as("fields of the copy's own").containsAll(added);
    assertThat(copy.fields()).as("fields").hasSize(fields.size() + added.size());
  }

  /** Path and query, whatever the form. */
  private String target(WireRequest request) {
    String target = request.target();
    if (target.startsWith("http://")) {
      int path = target.indexOf('/', 7);
      target = path < 0 ? "/" : target.substring(path);
    }
    boolean emptyQuery = target.endsWith("?") && target.indexOf('?') == target.length() - 1;
    return emptyQuery && unsupported.contains(Feature.EMPTY_QUERY)
        ? target.substring(0, target.length() - 1)
        : target;
  }

  private List<Field> endToEnd(WireRequest request) {
    Set<String> gone = names(NOT_COPIED.stream());
    gone.addAll(dropped);
    set.forEach(field -> gone.add(field.name()));
    Field.values(request.fields(), "Connection")
        .forEach(tokens -> gone.addAll(List.of(tokens.trim().split("[ \t]*,[ \t]*"))));
    gone.remove("Host");
    // gRPC servers insist on it (the protocol over HTTP/2, section "Requests").
    if (Field.values(request.fields(), "Content-Type").contains("application/grpc")) {
      gone.remove("TE");
    }
    return request.fields().stream()
        .filter(field -> !gone.contains(field.name()))
        .map(
            field -> field.is("Host") && !preserveHost ? new Field(field.name(), authority) : field)
        .toList();
  }

  private List<Field> added(WireRequest request) {
    List<Field> added = new ArrayList<>(set);
    added.add(new Field(MARKER, route));
    boolean framed =
        request.fields().stream().anyMatch(f -> f.is(LENGTH) || f.is("Transfer-Encoding"));
    if (framed || EXPECT_LENGTH.contains(request.method())) {
      added.add(new Field(LENGTH, Integer.toString(request.body().length())));
    }
    if (Field.values(request.fields(), "Host").isEmpty()) {
      added.add(new Field("Host", authority));
    }
    if (!preserveHost && Field.values(request.fields(), FORWARDED_HOST).isEmpty()) {
      Field.values(request.fields(), "Host")
          .forEach(host -> added.add(new Field(FORWARDED_HOST, host)));
    }
    return added;
  }

  /** The fields as far as the server lets an adapter know them. */
  private List<Field> known(List<Field> fields) {
    Stream<Field> known = fields.stream();
    if (unsupported.contains(Feature.HEADER_CASE)) {
      known = known.map(field -> new Field(field.name().toLowerCase(Locale.ROOT), field.value()));
    }
    if (unsupported.contains(Feature.HEADER_ORDER)) {
      known = known.sorted(Comparator.comparing(Field::name, String.CASE_INSENSITIVE_ORDER));
    }
    return known.toList();
  }

  private static Set<String> names(Stream<String> names) {
    Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.forEach(set::add);
    return set;
  }
}
