package ai.matih.mirror;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A request head as an adapter would show it. Immutable; reading it allocates nothing. */
record TestRequest(
    String method,
    String target,
    List<String> fields,
    long bodyLength,
    @Nullable String clientAddress)
    implements RequestView {

  static TestRequest of(String method, String target, String... fields) {
    return new TestRequest(method, target, List.of(fields), 0, null);
  }

  static TestRequest get(String target, String... fields) {
    return of("GET", target, fields);
  }

  /** A request whose body has a declared length. */
  static TestRequest post(long bodyLength, String... fields) {
    return of("POST", "/items", fields)
        .with("Content-Length", Long.toString(bodyLength))
        .withBodyLength(bodyLength);
  }

  /** A request whose body's length is not known beforehand. */
  static TestRequest chunked(String... fields) {
    return of("POST", "/items", fields).with("Transfer-Encoding", "chunked").withBodyLength(-1);
  }

  TestRequest with(String name, String value) {
    List<String> more = new ArrayList<>(fields);
    more.add(name);
    more.add(value);
    return new TestRequest(method, target, List.copyOf(more), bodyLength, clientAddress);
  }

  TestRequest withBodyLength(long length) {
    return new TestRequest(method, target, fields, length, clientAddress);
  }

  TestRequest withClientAddress(String address) {
    return new TestRequest(method, target, fields, bodyLength, address);
  }

  @Override
  public @Nullable String header(String name) {
    for (int i = 0; i < fields.size(); i += 2) {
      if (fields.get(i).equalsIgnoreCase(name)) {
        return fields.get(i + 1);
      }
    }
    return null;
  }

  @Override
  public void forEachHeader(BiConsumer<String, String> sink) {
    for (int i = 0; i < fields.size(); i += 2) {
      sink.accept(fields.get(i), fields.get(i + 1));
    }
  }
}
