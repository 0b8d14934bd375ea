package io.adit.bench.start;

import io.adit.bench.measure.Machine;
import io.adit.bench.measure.Median;
import io.adit.bench.measure.Table;
import java.util.List;

/** How long programs took to be of use. */
record StartReport(Machine machine, List<Row> rows) {

  /**
   * One program.
   *
   * @param than which row it is compared with
   */
  record Row(String name, Median millis, Median residentMib, String than) {}

  /** For the terminal, and for docs/performance.md. */
  String table() {
    var table = new Table("from exec to ready", "ms", "of the plain JVM's", "resident, MiB");
    for (Row row : rows) {
      table.row(row.name(), row.millis().withRange(0), ratio(row), row.residentMib().withRange(0));
    }
    return machine.inWords() + "\n\n" + table.markdown();
  }

  private String ratio(Row row) {
    return rows.stream()
        .filter(other -> other.name().equals(row.than()) && !other.equals(row))
        .findFirst()
        .map(other -> "%.2f ×".formatted(row.millis().median() / other.millis().median()))
        .orElse("");
  }
}
