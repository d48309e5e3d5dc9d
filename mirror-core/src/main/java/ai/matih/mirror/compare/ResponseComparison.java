package ai.matih.mirror.compare;

import ai.matih.mirror.ObservedResponse;
import ai.matih.mirror.compare.Difference.Kind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The comparison of two responses: status, header fields, body. Used once. */
final class ResponseComparison {
  private static final int LONGEST_VALUE = 60;
  private static final int NOT_MODIFIED = 304;

  private final Settings settings;
  private final Findings findings;

  ResponseComparison(Settings settings) {
    this.settings = settings;
    this.findings = new Findings(settings.maxDifferences);
  }

  /** Whatever the traffic brings, it ends here: what cannot be compared is a result. */
  ComparisonResult compare(ObservedResponse primary, ObservedResponse mirror) {
    String obstacle = null;
    try {
      compareAll(primary, mirror);
    } catch (Obstacle e) {
      obstacle = e.reason();
    } catch (RuntimeException | StackOverflowError e) {
      obstacle = "the comparison failed: " + e.getClass().getSimpleName();
    }
    return new ComparisonResult(findings.list(), obstacle);
  }

  private void compareAll(ObservedResponse primary, ObservedResponse mirror) {
    if (primary.status() == 0 || mirror.status() == 0) {
      throw new Obstacle("no response");
    }
    if (primary.status() != mirror.status()) {
      findings.add("status", Kind.VALUE, "" + primary.status(), "" + mirror.status());
    }
    if (!primary.bodyWhole() || !mirror.bodyWhole()) {
      // Where a body was not seen to its end, the fields may not have been either.
      throw new Obstacle("a body was not seen whole");
    }
    for (String name : settings.headers) {
      if (name.equals("content-type") && primary.status() == NOT_MODIFIED) {
        // Servers send it or leave it out (RFC 9110, section 15.4.5).
        continue;
      }
      compareField(name, primary.fields().get(name), mirror.fields().get(name));
    }
    new BodyComparison(settings, findings).compare(primary, mirror);
  }

  private void compareField(String name, @Nullable String primary, @Nullable String mirror) {
    if (!normal(name, primary).equals(normal(name, mirror))) {
      findings.add(
          "header:" + name,
          primary == null ? Kind.EXTRA : mirror == null ? Kind.MISSING : Kind.VALUE,
          shown(name, primary),
          shown(name, mirror));
    }
  }

  /** Containers write a type's parameters with and without a space, in either case. */
  private static String normal(String name, @Nullable String value) {
    if (value == null) {
      return "";
    }
    return name.equals("content-type")
        ? value.replace(" ", "").toLowerCase(Locale.ROOT)
        : value.strip();
  }

  private @Nullable String shown(String name, @Nullable String value) {
    if (value == null) {
      return null;
    }
    return settings.redaction.hides(name) || settings.redaction.looksSecret(value)
        ? Redaction.HIDDEN
        : Shown.text(value, LONGEST_VALUE);
  }
}
