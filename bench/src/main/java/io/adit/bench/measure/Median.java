package io.adit.bench.measure;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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

  /**
   * Of what one figure is times another, round by round: what disturbs a round disturbs both.
   *
   * @throws IllegalArgumentException when there are not as many of both
   */
  public static Median ofRatios(List<Double> figures, List<Double> references) {
    if (figures.size() != references.size()) {
      throw new IllegalArgumentException(
          figures.size() + " figures and " + references.size() + " to compare them to");
    }
    return of(
        IntStream.range(0, figures.size())
            .mapToObj(i -> figures.get(i) / references.get(i))
            .toList());
  }

  /** A ratio for a table's cell, which is empty where there is none. */
  public static String inShort(@Nullable Median ratio) {
    return ratio == null ? "" : String.format(Locale.ROOT, "%.2f", ratio.median);
  }

  /** The median, and the lowest and highest in parentheses. */
  public String withRange(int decimals) {
    String number = "%,." + decimals + "f";
    return String.format(
        Locale.ROOT, number + " (" + number + "–" + number + ")", median, lowest, highest);
  }
}
