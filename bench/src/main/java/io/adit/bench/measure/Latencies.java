package io.adit.bench.measure;

import java.util.Arrays;
import java.util.List;

/** Times in milliseconds, of many of the same. */
public record Latencies(int count, double p50, double p90, double p99, double p999, double max) {

  public static Latencies ofNanos(List<Long> nanos) {
    double[] millis = nanos.stream().mapToDouble(each -> each / 1e6).sorted().toArray();
    return new Latencies(
        millis.length,
        percentile(millis, 0.50),
        percentile(millis, 0.90),
        percentile(millis, 0.99),
        percentile(millis, 0.999),
        Arrays.stream(millis).max().orElseThrow());
  }

  /** The smallest that so many are not above. */
  private static double percentile(double[] sorted, double share) {
    return sorted[(int) Math.ceil(share * sorted.length) - 1];
  }
}
