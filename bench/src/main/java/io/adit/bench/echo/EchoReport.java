package io.adit.bench.echo;

import io.adit.bench.measure.Machine;
import io.adit.bench.measure.Median;
import io.adit.bench.measure.Table;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
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
    WHILE_COPYING_TO_SOURCE("p50 while another connection copies to the source");

    private final String words;

    Figure(String words) {
      this.words = words;
    }

    String inWords() {
      return words;
    }
  }

  /**
   * One figure of one subject.
   *
   * @param connections how many asked at once
   * @param times how many times the reference's it is, round by round; null without reference
   */
  record Row(
      int connections, Figure figure, String subject, Median micros, @Nullable Median times) {}

  void print(PrintWriter out) {
    out.println();
    out.println(machine.inWords() + "; " + echoes + " echoes, rounds: " + rounds);
    out.println();
    out.println(table());
    out.println();
  }

  /** For the terminal, and for docs/performance.md. */
  String table() {
    var table = new Table("echo of 64 bytes", "connections", "through", "µs", "× " + reference);
    for (Row row : rows) {
      table.row(
          row.figure().inWords(),
          "" + row.connections(),
          row.subject(),
          row.micros().withRange(0),
          row.times() == null ? "" : String.format(Locale.ROOT, "%.2f", row.times().median()));
    }
    return table.markdown();
  }
}
