package ai.matih.mirror.compare;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a mirror's answers compare with the primary's, in sum. Immutable. The components' names are
 * the keys of its JSON form, whose {@code version} is 1.
 *
 * @param route the mirror's route
 * @param verdict the worst of its endpoints'; {@code INCONCLUSIVE} where there is none
 * @param remaining about how many exchanges more would settle an inconclusive verdict if all goes
 *     on as it did; null if it is settled or no end is in sight
 * @param since when the counts began
 * @param withBaseline whether each exchange went to a second instance of the primary's version too
 * @param counts its exchanges
 * @param endpoints the worst first; those beyond the bound are one, named {@code other}
 */
@JsonPropertyOrder("version")
public record ComparisonReport(
    String route,
    Verdict verdict,
    @Nullable Long remaining,
    Instant since,
    boolean withBaseline,
    Counts counts,
    List<Endpoint> endpoints) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** The endpoints are copied. */
  public ComparisonReport {
    endpoints = List.copyOf(endpoints);
  }

  /** The version of the JSON form. It changes when a key's name or meaning does. */
  @JsonProperty
  public int version() {
    return 1;
  }

  /** One JSON object. */
  public String toJson() {
    return MAPPER.writeValueAsString(this);
  }

  /**
   * A table of at most 120 columns, the worst first, without what is not worth a look. Shares are
   * of exchanges that differ, evidence is a power of ten, times are the primary's and the mirror's.
   */
  public String toText() {
    return ReportText.of(this);
  }

  /**
   * How exchanges compared. The first is the sum of the next three.
   *
   * @param exchanges those that were looked at
   * @param equal those that were compared wholly and do not differ
   * @param different those that differ
   * @param notComparable those whose bodies could not be compared, and whose heads do not differ
   * @param skipped exchanges besides, that were not looked at
   */
  public record Counts(
      long exchanges, long equal, long different, long notComparable, long skipped) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0);

    Counts plus(Counts other) {
      return new Counts(
          exchanges + other.exchanges,
          equal + other.equal,
          different + other.different,
          notComparable + other.notComparable,
          skipped + other.skipped);
    }
  }

  /**
   * One endpoint.
   *
   * @param name method and path, with {@code *} for what varies
   * @param verdict the worst of its paths', and of those that never differed
   * @param remaining as for the route, in exchanges of this endpoint
   * @param counts its exchanges
   * @param primary the primary's times, or null if there are none
   * @param mirror the mirror's, likewise
   * @param baseline the baseline's, likewise
   * @param paths where its answers differ, the worst first; those beyond the bound are one, named
   *     {@code other}
   */
  public record Endpoint(
      String name,
      Verdict verdict,
      @Nullable Long remaining,
      Counts counts,
      @Nullable Latency primary,
      @Nullable Latency mirror,
      @Nullable Latency baseline,
      List<Path> paths) {

    /** The paths are copied. */
    public Endpoint {
      paths = List.copyOf(paths);
    }
  }

  /**
   * Times of answers, within 1 %, at most a minute each.
   *
   * @param p50Micros the median, in microseconds
   * @param p99Micros what 99 % do not exceed, in microseconds
   */
  public record Latency(long p50Micros, long p99Micros) {}

  /**
   * One respect in which answers differed, the mirror's or the baseline's.
   *
   * @param path as in {@link Difference#path}
   * @param verdict whether the mirror differs there more often than it may
   * @param compared exchanges that could be compared there
   * @param both exchanges in which mirror and baseline differ from the primary
   * @param onlyMirror exchanges in which only the mirror does
   * @param onlyBaseline exchanges in which only the baseline does
   * @param evidence decimal logarithm of the evidence that the mirror differs more often than it
   *     may, to two digits; for a failed path, when it was strongest
   * @param samples the first differences of the mirror's alone, each once
   */
  @JsonPropertyOrder({"path", "verdict", "mirrorRate", "baselineRate"})
  public record Path(
      String path,
      Verdict verdict,
      long compared,
      long both,
      long onlyMirror,
      long onlyBaseline,
      double evidence,
      List<Difference> samples) {

    /** The samples are copied. */
    public Path {
      samples = List.copyOf(samples);
    }

    /** The share of the exchanges in which the mirror differs. */
    @JsonProperty
    public double mirrorRate() {
      return (double) (both + onlyMirror) / (double) Math.max(1, compared);
    }

    /** The share of the exchanges in which the baseline differs. */
    @JsonProperty
    public double baselineRate() {
      return (double) (both + onlyBaseline) / (double) Math.max(1, compared);
    }
  }
}
