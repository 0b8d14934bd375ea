package io.adit.bench.measure;

import java.util.Collection;
import java.util.Locale;

/** What the rounds of a measurement have in common. */
public record Median(int rounds, double median, double lowest, double highest) {

  /**
   * Of one figure from each round.
   *
   * @throws IllegalArgumentException when there was no round
   */
  public static Median of(Collection<Double> figures) {
    if (figures.isEmpty()) {
      throw new IllegalArgumentException("the median of nothing");
    }
    double[] sorted = figures.stream().mapToDouble(each -> each).sorted().toArray();
    int half = sorted.length / 2;
    double middle = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    return new Median(sorted.length, middle, sorted[0], sorted[sorted.length - 1]);
  }

  /** How many times the other's median this one is. */
  public double ratioTo(Median other) {
    return median / other.median;
  }

  /** The median, and the lowest and highest in parentheses. */
  public String withRange(int decimals) {
    String number = "%,." + decimals + "f";
    return String.format(
        Locale.ROOT, number + " (" + number + "–" + number + ")", median, lowest, highest);
  }
}
