package ai.matih.mirror.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The demo's requests: a fixed mix of what services see, the awkward included. One number gives the
 * same request on every machine, and so the same decision of the sampler.
 */
final class Traffic {
  private static final int UPLOAD = 64 * 1024;
  private static final String FORM = "application/x-www-form-urlencoded";

  /** All legal or at least seen in the wild; a mirror that parses them sends something else. */
  private static final List<String> AWKWARD =
      List.of(
          "/",
          "/a%2Fb;v=1/c?x=%zz&y={1}|",
          "//other-host/x?y",
          "/a/../b/./c",
          "/%7Eme/%e2%82%ac/caf%C3%A9?q=%c3%A9&q=+%20",
          "/a?next=https://example.com/?b=c&d",
          "/a?",
          "/a//b///c?&&=&x",
          "/%2e%2e%2fetc",
          "/search-me?" + "x".repeat(2000));

  private Traffic() {}

  static List<Call> calls(int count) {
    return IntStream.range(0, count).mapToObj(Traffic::call).toList();
  }

  private static Call call(int i) {
    SplittableRandom random = new SplittableRandom(i);
    Call call =
        switch (i % 8) {
          case 0, 1 -> Call.get(AWKWARD.get(random.nextInt(AWKWARD.size())));
          case 2 -> Call.get("/price?item=" + i);
          case 3 -> Call.of("POST", "/orders", "application/json", order(i));
          case 4 -> Call.of("POST", "/find?in=all", FORM, form(query(i)).getBytes(UTF_8));
          case 5 -> login(i);
          case 6 ->
              Call.of("PUT", "/files/" + i, "application/octet-stream", noise(random, UPLOAD));
          default ->
              Call.of(
                      "PUT",
                      "/files/" + i,
                      "application/octet-stream",
                      noise(random, random.nextInt(UPLOAD)))
                  .inChunks();
        };
    // One byte that is neither ASCII nor UTF-8, and a field that comes twice.
    call = call.with(new Field("X-Note", "caf\u00e9")).with(new Field("Accept", "text/html"));
    call = call.with(new Field("Accept", "*/*;q=0.8"));
    return switch (random.nextInt(3)) {
      case 0 -> {
        String id = new UUID(random.nextLong(), random.nextLong()).toString();
        yield call.withKey(id, new Field("X-Request-ID", id));
      }
      case 1 -> {
        String trace = String.format("%016x%016x", random.nextLong(), i + 1L);
        String parent = String.format("00-%s-%016x-01", trace, i + 1L);
        yield call.withKey(trace, new Field("traceparent", parent));
      }
      default -> call;
    };
  }

  private static byte[] order(int i) {
    return ("{\"item\": " + i + ", \"note\": \"caf\u00e9 \\u20ac\",  \"amount\": 1.50}")
        .getBytes(UTF_8);
  }

  private static List<Field> query(int i) {
    return List.of(new Field("q", "caf\u00e9 & cr\u00e8me"), new Field("page", "" + i));
  }

  /** A form that the service reads by {@code getParameter}, which hides its bytes from a filter. */
  private static Call login(int i) {
    List<Field> inQuery = List.of(new Field("next", "/home"), new Field("tag", "q"));
    List<Field> inForm =
        List.of(new Field("user", "user " + i), new Field("tag", "1"), new Field("tag", "\u20ac"));
    return Call.of("POST", "/login?" + form(inQuery), FORM, form(inForm).getBytes(UTF_8))
        .readAs(Stream.concat(inQuery.stream(), inForm.stream()).toList());
  }

  private static String form(List<Field> fields) {
    return fields.stream()
        .map(
            field ->
                URLEncoder.encode(field.name(), UTF_8)
                    + '='
                    + URLEncoder.encode(field.value(), UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static byte[] noise(SplittableRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
