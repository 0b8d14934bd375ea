package io.adit.bench.echo;

import io.adit.bench.measure.Machine;
import io.adit.bench.measure.Median;
import io.adit.bench.measure.Plot;
import io.adit.bench.measure.PlotOption;
import io.adit.bench.measure.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long answers took.
 *
 * @param reference whom the others are compared to
 */
record EchoReport(Machine machine, int rounds, int echoes, String reference, List<Row> rows) {

  EchoReport {
    rows = List.copyOf(rows);
  }

  /** What was timed; a round has each once. */
  enum Figure {
    P50("p50"),
    P99("p99"),
    P999("p99.9"),
    FIRST_BYTE("first byte on a new connection, p50"),
    WHILE_COPYING_TO_DESTINATION("p50 while another connection copies to the destination"),
    WHILE_COPYING_TO_SOURCE("p50 while another connection copies to the source"),
    GIGABIT_TO_DESTINATION("p50 while another connection copies 1 Gbit/s to the destination"),
    GIGABIT_TO_SOURCE("p50 while another connection copies 1 Gbit/s to the source");

    private final String words;

    Figure(String words) {
      this.words = words;
    }

    String inWords() {
      return words;
    }

    boolean isWhileCopying() {
      return compareTo(WHILE_COPYING_TO_DESTINATION) >= 0;
    }
  }

  /**
   * One figure of one subject.
   *
   * @param connections how many asked at once
   * @param times how many times the reference's it is, round by round; null without reference
   * @param timesAlone while something is copied: how many times that of the same subject without
   * @param copied how many MiB a second were, meanwhile
   */
  record Row(
      int connections,
      Figure figure,
      String subject,
      Median micros,
      @Nullable Median times,
      @Nullable Median timesAlone,
      @Nullable Median copied) {}

  void print(PrintWriter out) {
    out.println();
    out.println(machine.inWords() + "; " + echoes + " echoes, rounds: " + rounds);
    out.println();
    out.println(table());
    out.println();
  }

  /** Draws the latencies over how many connections ask at once. */
  void draw(PlotOption plots) throws IOException {
    for (Figure figure : List.of(Figure.P50, Figure.P99)) {
      var titles =
          new Plot.Titles(
              "Echo of 64 bytes, " + figure.inWords(), "connections that ask at once", "µs");
      List<Row> shown = rows.stream().filter(row -> row.figure() == figure).toList();
      plots.write("echo-" + figure.inWords(), plot(shown, titles));
    }
  }

  private static Plot plot(List<Row> shown, Plot.Titles titles) {
    return PlotOption.plot(
        titles,
        shown.stream().map(Row::connections).distinct().toList(),
        shown.stream().map(Row::subject).distinct().toList(),
        (subject, count) ->
            shown.stream()
                .filter(row -> row.subject().equals(subject) && row.connections() == count)
                .map(row -> row.micros().median())
                .findFirst()
                .orElse(Double.NaN));
  }

  /** For the terminal, and for docs/performance.md. */
  String table() {
    var table =
        new Table(
            "echo of 64 bytes",
            "connections",
            "through",
            "µs",
            "× " + reference,
            "× alone",
            "MiB/s beside");
    for (Row row : rows) {
      table.row(
          row.figure().inWords(),
          "" + row.connections(),
          row.subject(),
          row.micros().withRange(0),
          Median.inShort(row.times()),
          Median.inShort(row.timesAlone()),
          row.copied() == null ? "" : row.copied().withRange(0));
    }
    return table.markdown();
  }
}
