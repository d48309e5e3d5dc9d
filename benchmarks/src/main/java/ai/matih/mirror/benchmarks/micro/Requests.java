package ai.matih.mirror.benchmarks.micro;

import ai.matih.mirror.RequestView;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** 64 requests with 6 to 13 fields of different lengths, taken in turn. */
final class Requests {
  private static final int COUNT = 64;

  private final Request[] requests = new Request[COUNT];
  private int next;

  /**
   * Requests.
   *
   * @param keyed whether they have an {@code X-Request-ID} of 36 characters
   */
  Requests(String method, int bodyLength, boolean keyed) {
    SplittableRandom random = new SplittableRandom(COUNT);
    for (int i = 0; i < COUNT; i++) {
      String[] fields = new String[2 * (6 + random.nextInt(8))];
      for (int j = 0; j < fields.length; j += 2) {
        fields[j] = "X-Field-" + "abcdefghijklm".charAt(j / 2);
        fields[j + 1] = "v".repeat(4 + random.nextInt(60));
      }
      fields[0] = "Host";
      fields[2] = "Content-Length";
      fields[3] = Integer.toString(bodyLength);
      if (keyed) {
        fields[4] = "X-Request-ID";
        fields[5] = new UUID(random.nextLong(), random.nextLong()).toString();
      }
      requests[i] = new Request(method, "/orders/" + random.nextInt(), fields, bodyLength);
    }
  }

  RequestView next() {
    return requests[next++ & (COUNT - 1)];
  }

  private static final class Request implements RequestView {
    private final String method;
    private final String target;
    private final String[] fields;
    private final int bodyLength;

    Request(String method, String target, String[] fields, int bodyLength) {
      this.method = method;
      this.target = target;
      this.fields = fields;
      this.bodyLength = bodyLength;
    }

    @Override
    public String method() {
      return method;
    }

    @Override
    public String target() {
      return target;
    }

    @Override
    public @Nullable String header(String name) {
      for (int i = 0; i < fields.length; i += 2) {
        if (fields[i].equalsIgnoreCase(name)) {
          return fields[i + 1];
        }
      }
      return null;
    }

    @Override
    public void forEachHeader(BiConsumer<String, String> sink) {
      for (int i = 0; i < fields.length; i += 2) {
        sink.accept(fields[i], fields[i + 1]);
      }
    }

    @Override
    public long bodyLength() {
      return bodyLength;
    }
  }
}
