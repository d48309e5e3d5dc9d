package ai.matih.mirror.compare;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.matih.mirror.ObservedResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Responses to compare, and what is told of them in words. */
final class ComparisonRig {
  private ComparisonRig() {}

  static ObservedResponse json(String body) {
    return response(200, "application/json", null, body.getBytes(UTF_8));
  }

  /** A response that was seen whole and kept. */
  static ObservedResponse response(
      int status, @Nullable String type, @Nullable String encoding, byte[] body) {
    Map<String, String> fields = new HashMap<>();
    if (type != null) {
      fields.put("content-type", type);
    }
    if (encoding != null) {
      fields.put("content-encoding", encoding);
    }
    return response(status, fields, body, true);
  }

  static ObservedResponse response(
      int status, Map<String, String> fields, byte[] body, boolean kept) {
    CRC32C checksum = new CRC32C();
    checksum.update(body);
    List<ByteBuffer> parts =
        List.of(
            ByteBuffer.wrap(body, 0, body.length / 2).slice().asReadOnlyBuffer(),
            ByteBuffer.wrap(body, body.length / 2, body.length - body.length / 2)
                .slice()
                .asReadOnlyBuffer());
    return new ObservedResponse(
        status,
        fields,
        body.length,
        checksum.getValue(),
        true,
        kept ? parts : List.of(),
        Duration.ofMillis(1));
  }

  /** In the words of the table: {@code =}, {@code ? reason}, or the differences. */
  static String told(ComparisonResult result) {
    String differences =
        result.differences().stream().map(ComparisonRig::told).collect(Collectors.joining("; "));
    String obstacle = result.obstacle() == null ? "" : "? " + result.obstacle();
    return differences.isEmpty() && obstacle.isEmpty() ? "=" : differences + obstacle;
  }

  private static String told(Difference difference) {
    String kind =
        switch (difference.kind()) {
          case MISSING -> "missing";
          case EXTRA -> "extra";
          case TYPE -> "type";
          case VALUE -> "value";
        };
    String primary = difference.primary() == null ? "-" : difference.primary();
    String mirror = difference.mirror() == null ? "-" : difference.mirror();
    return kind + " " + difference.path() + " " + primary + " -> " + mirror;
  }
}
