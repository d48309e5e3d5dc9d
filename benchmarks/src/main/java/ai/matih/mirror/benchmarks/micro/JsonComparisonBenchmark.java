package ai.matih.mirror.benchmarks.micro;

import ai.matih.mirror.ObservedResponse;
import ai.matih.mirror.ResponseObserver;
import ai.matih.mirror.compare.Comparison;
import ai.matih.mirror.compare.ComparisonResult;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What does the comparison of two JSON bodies of some 2 KiB cost? */
@State(Scope.Thread)
public class JsonComparisonBenchmark {
  private static final int COUNT = 64;
  private static final int ITEMS = 20;

  private final Comparison comparison =
      Comparison.defaults().ignore("$.timestamp").tolerate("$.items[*].price", 0.01);
  private final ObservedResponse[] primaries = new ObservedResponse[COUNT];
  private final ObservedResponse[] mirrors = new ObservedResponse[COUNT];
  private int next;

  /** How the mirror's body differs. */
  @Param({"same_bytes", "one_value", "other_order"})
  public String arm = "";

  /** Writes the bodies. */
  @Setup
  public void write() {
    for (int i = 0; i < COUNT; i++) {
      primaries[i] = observed(json(new Random(i), "primary", false));
      mirrors[i] =
          switch (arm) {
            case "same_bytes" -> primaries[i];
            case "one_value" -> observed(json(new Random(i), "mirror", false));
            default -> observed(json(new Random(i), "primary", true));
          };
    }
  }

  private static String json(Random random, String who, boolean reversed) {
    StringBuilder items = new StringBuilder();
    for (int i = 0; i < ITEMS; i++) {
      items.append(i == 0 ? "" : ",").append(item(random, reversed));
    }
    return "{\"timestamp\":%d,\"by\":\"%s\",\"items\":[%s]}"
        .formatted(random.nextInt(), who, items);
  }

  private static String item(Random random, boolean reversed) {
    List<String> members =
        new ArrayList<>(
            List.of(
                "\"name\":\"" + "abcdefghijklmnopqrst".substring(random.nextInt(10)) + "\"",
                "\"price\":" + random.nextInt(100_000) / 100.0,
                "\"count\":" + random.nextInt(100),
                "\"open\":" + random.nextBoolean(),
                "\"tags\":[\"a\",\"b\",null]"));
    if (reversed) {
      Collections.reverse(members);
    }
    return "{" + String.join(",", members) + "}";
  }

  private static ObservedResponse observed(String json) {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    ResponseObserver observer = new ResponseObserver();
    observer.body(ByteBuffer.wrap(body));
    long checksum = observer.observed("GET", Duration.ZERO).bodyChecksum();
    return new ObservedResponse(
        200,
        Map.of("content-type", "application/json"),
        body.length,
        checksum,
        true,
        List.of(ByteBuffer.wrap(body).asReadOnlyBuffer()),
        Duration.ofMillis(1));
  }

  /** The length of a body, in bytes. */
  public long length() {
    return primaries[0].bodyLength();
  }

  /** One pair. */
  @Benchmark
  public ComparisonResult compare() {
    int i = next++ & (COUNT - 1);
    return comparison.compare(primaries[i], mirrors[i]);
  }
}
