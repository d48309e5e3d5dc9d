package ai.matih.mirror.benchmarks;

import org.HdrHistogram.Histogram;

/**
 * One arm under load for a second or two.
 *
 * @param offered requests that were due
 * @param answered how many of them the service answered well
 * @param delivered copies that came whole to the target
 * @param seconds from the first request to the last answer
 * @param cpuMicros processor time of the service's process
 * @param latencies in nanoseconds, from when each request was due; empty in a closed loop
 */
record Slice(
    long offered,
    long answered,
    long delivered,
    double seconds,
    double cpuMicros,
    Histogram latencies) {

  double cpuPerRequest() {
    return cpuMicros / answered;
  }

  /** What a copy costs besides what the same request costs without. */
  double cpuPerCopy(Slice without) {
    return (cpuPerRequest() - without.cpuPerRequest()) * answered / delivered;
  }

  double perSecond() {
    return answered / seconds;
  }

  /** A percentile of the latencies, in microseconds. */
  double latencyMicros(double percentile) {
    return latencies.getValueAtPercentile(percentile) / 1e3;
  }
}
