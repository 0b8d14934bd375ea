package io.adit.bench.measure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --plot}. */
public final class PlotOption {
  private static final List<Integer> STEPS = List.of(1, 2, 5, 10, 20, 50);

  @Option(
      names = "--plot",
      paramLabel = "FOLDER",
      description =
          "Draw the figures over how many are at once, as SVG, into this folder. How many, where"
              + " that is not given: 1,2,5,10,20,50.")
  private @Nullable Path folder;

  /** How many at once: as given, or else what suits. */
  public List<Integer> counts(List<Integer> given, List<Integer> withoutPlot) {
    if (!given.isEmpty()) {
      return given;
    }
    return folder == null ? withoutPlot : STEPS;
  }

  /** Writes a plot, where plots are asked for. */
  public void write(String name, Plot plot) throws IOException {
    if (folder != null) {
      plot.write(folder.resolve(name + ".svg"));
    }
  }

  /**
   * A plot with a line for each subject over the counts.
   *
   * @param value of a subject at a count; NaN where there is none
   */
  public static Plot plot(
      Plot.Titles titles,
      List<Integer> counts,
      List<String> subjects,
      BiFunction<String, Integer, Double> value) {
    var plot = new Plot(titles, counts.stream().map(count -> "" + count).toList());
    for (String subject : subjects) {
      plot.line(subject, counts.stream().map(count -> value.apply(subject, count)).toList());
    }
    return plot;
  }
}
