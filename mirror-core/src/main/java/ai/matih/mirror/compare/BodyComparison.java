package ai.matih.mirror.compare;

import ai.matih.mirror.ObservedResponse;
import ai.matih.mirror.compare.Difference.Kind;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The comparison of two bodies that were seen whole. Used once. */
final class BodyComparison {
  private static final String PATH = "body";

  /** How much longer than what is kept of a body it may be when it is decoded. */
  private static final int EXPANSION = 16;

  /** How many steps a comparison has for each value that a body may have. */
  private static final int STEPS = 20;

  private final Settings settings;
  private final Findings findings;

  BodyComparison(Settings settings, Findings findings) {
    this.settings = settings;
    this.findings = findings;
  }

  void compare(ObservedResponse primary, ObservedResponse mirror) {
    boolean sameCoding = coding(primary).equals(coding(mirror));
    if (sameCoding
        && primary.bodyLength() == mirror.bodyLength()
        && primary.bodyChecksum() == mirror.bodyChecksum()) {
      return;
    }
    if (settings.digestsOnly) {
      if (!sameCoding) {
        throw new Obstacle("the bodies are encoded differently");
      }
      differ(primary.bodyLength(), mirror.bodyLength());
      return;
    }
    boolean plain = sameCoding && coding(primary).equals(ContentCoding.NONE);
    boolean empty = primary.bodyLength() == 0 || mirror.bodyLength() == 0;
    boolean json = isJson(primary.contentType()) && isJson(mirror.contentType());
    if (plain && (empty || !json)) {
      differ(primary.bodyLength(), mirror.bodyLength());
    } else {
      compareDecoded(decoded(primary), decoded(mirror), json);
    }
  }

  private static String coding(ObservedResponse response) {
    return ContentCoding.normal(response.contentEncoding());
  }

  private static boolean isJson(@Nullable String contentType) {
    String type = contentType == null ? "" : contentType.split(";", 2)[0].strip();
    String lower = type.toLowerCase(Locale.ROOT);
    return lower.equals("application/json") || lower.equals("text/json") || lower.endsWith("+json");
  }

  private byte[] decoded(ObservedResponse response) {
    if (!response.bodyKept() || response.bodyLength() > settings.maxBodyBytes) {
      throw new Obstacle("a body was not kept");
    }
    byte[] bytes = new byte[(int) response.bodyLength()];
    ByteBuffer all = ByteBuffer.wrap(bytes);
    response.body().forEach(part -> all.put(part.duplicate()));
    return ContentCoding.decode(coding(response), bytes, settings.maxBodyBytes * EXPANSION);
  }

  private void compareDecoded(byte[] primary, byte[] mirror, boolean json) {
    if (Arrays.equals(primary, mirror)) {
      return;
    }
    if (!json || primary.length == 0 || mirror.length == 0) {
      differ(primary.length, mirror.length);
      return;
    }
    JsonValue one = new JsonReader(settings).read(primary);
    JsonValue other = new JsonReader(settings).read(mirror);
    if (one != null && other != null) {
      Effort effort = new Effort(settings.maxValues * STEPS);
      new JsonComparison(settings.rules, effort).compare(one, other, this::take);
    } else if (one == other) {
      differ(primary.length, mirror.length);
    } else {
      findings.add(PATH, Kind.TYPE, type(one), type(other));
    }
  }

  private static String type(@Nullable JsonValue value) {
    return value == null ? "not JSON" : "JSON";
  }

  private boolean take(
      Path path, Kind kind, @Nullable JsonValue primary, @Nullable JsonValue mirror) {
    String text = path.text();
    if (!findings.has(text)) {
      findings.add(text, kind, shown(path, primary), shown(path, mirror));
    }
    return !findings.full();
  }

  private @Nullable String shown(Path path, @Nullable JsonValue value) {
    return value == null ? null : settings.redaction.shown(path, value);
  }

  /** Of bytes nothing is shown but how many they are. */
  private void differ(long primary, long mirror) {
    findings.add(
        PATH,
        primary == 0 ? Kind.EXTRA : mirror == 0 ? Kind.MISSING : Kind.VALUE,
        primary == 0 ? null : "length " + primary,
        mirror == 0 ? null : "length " + mirror);
  }
}
