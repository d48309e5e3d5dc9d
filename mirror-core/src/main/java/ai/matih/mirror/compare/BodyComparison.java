package ai.matih.mirror.compare;

import ai.matih.mirror.ObservedResponse;
import ai.matih.mirror.compare.Difference.Kind;
import java.util.Objects;

/** The comparison of two bodies that were seen whole. Used once. */
final class BodyComparison {
  private static final String PATH = "body";

  private final Settings settings;
  private final Findings findings;

  BodyComparison(Settings settings, Findings findings) {
    this.settings = settings;
    this.findings = findings;
  }

  void compare(ObservedResponse primary, ObservedResponse mirror) {
    boolean sameCoding = Objects.equals(primary.contentEncoding(), mirror.contentEncoding());
    boolean sameBytes =
        primary.bodyLength() == mirror.bodyLength()
            && primary.bodyChecksum() == mirror.bodyChecksum();
    if (!sameCoding) {
      throw new Obstacle("the bodies are encoded differently");
    }
    if (!sameBytes) {
      String type = String.valueOf(primary.contentType());
      if (!settings.digestsOnly && type.contains("json")) {
        throw new Obstacle("JSON");
      }
      findings.add(
          PATH, Kind.VALUE, primary.bodyLength() + " bytes", mirror.bodyLength() + " bytes");
    }
  }
}
