package io.adit.bench.carry;

import io.adit.bench.measure.Machine;
import io.adit.bench.measure.Median;
import io.adit.bench.measure.Plot;
import io.adit.bench.measure.PlotOption;
import io.adit.bench.measure.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What it cost to carry bytes.
 *
 * @param mib how much each round carried
 * @param reference whom the others are compared to
 * @param failures of subjects that were left out from then on
 */
public record CarryReport(
    Machine machine, int mib, int rounds, String reference, List<Row> rows, List<String> failures) {

  public CarryReport {
    rows = List.copyOf(rows);
    failures = List.copyOf(failures);
  }

  /**
   * One subject with one load.
   *
   * @param cpuSecondsPerGib of all its processes
   * @param cost its processor time over the reference's, round by round; null without reference
   * @param speed the same of bytes in a second
   */
  public record Row(
      Load load,
      String subject,
      String ciphers,
      Median cpuSecondsPerGib,
      Median mibPerSecond,
      @Nullable Median cost,
      @Nullable Median speed) {}

  /** How many circuits carry which way at once. */
  public record Load(int circuits, Direction direction) {}

  /** For the terminal, and for docs/performance.md. */
  String table() {
    var table =
        new Table(
            "at once",
            "direction",
            "through",
            "CPU-seconds per GiB",
            "× " + reference,
            "MiB/s",
            "× " + reference);
    for (Row row : rows) {
      table.row(
          "" + row.load().circuits(),
          row.load().direction().inWords(),
          row.subject(),
          row.cpuSecondsPerGib().withRange(2),
          Median.inShort(row.cost()),
          String.format(Locale.ROOT, "%,.0f", row.mibPerSecond().median()),
          Median.inShort(row.speed()));
    }
    return table.markdown();
  }

  /** Tells where it was, and the table. */
  public void print(PrintWriter out) {
    out.println();
    out.println(machine.inWords() + "; " + mib + " MiB, rounds: " + rounds);
    out.println();
    out.println(table());
    out.println();
    failures.forEach(out::println);
  }

  /** 1 where something could not be measured. */
  public int exitCode() {
    return failures.isEmpty() ? 0 : 1;
  }

  /** Draws throughput and cost over how many circuits there are, to the destination. */
  public void draw(PlotOption plots, String name, String counted) throws IOException {
    List<Row> shown =
        rows.stream().filter(row -> row.load().direction() == Direction.TO_DESTINATION).toList();
    plots.write(
        name + "-throughput",
        plot(
            shown,
            new Plot.Titles("Throughput to the destination", counted, "MiB/s"),
            Row::mibPerSecond));
    plots.write(
        name + "-cost",
        plot(
            shown,
            new Plot.Titles("Cost to the destination", counted, "CPU-seconds per GiB"),
            Row::cpuSecondsPerGib));
  }

  private static Plot plot(List<Row> shown, Plot.Titles titles, Function<Row, Median> figure) {
    return PlotOption.plot(
        titles,
        shown.stream().map(row -> row.load().circuits()).distinct().toList(),
        shown.stream().map(Row::subject).distinct().toList(),
        (subject, count) ->
            shown.stream()
                .filter(row -> row.subject().equals(subject) && row.load().circuits() == count)
                .map(row -> figure.apply(row).median())
                .findFirst()
                .orElse(Double.NaN));
  }
}
