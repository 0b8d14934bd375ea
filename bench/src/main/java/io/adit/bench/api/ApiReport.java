package io.adit.bench.api;

import io.adit.bench.measure.Latencies;
import io.adit.bench.measure.Machine;
import io.adit.bench.measure.Table;
import java.util.List;
import java.util.Locale;

/**
 * What calls of the API cost.
 *
 * @param flushMillis how long the disk under the database takes until something small is safe
 */
record ApiReport(Machine machine, int tunnels, Latencies flushMillis, List<Row> rows) {

  /** One operation, with so many callers at once. */
  record Row(String what, int callers, double perSecond, double serverMicros, Latencies millis) {
    static Row of(String what, int callers, ApiRound round) {
      return new Row(what, callers, round.perSecond(), round.serverMicros(), round.millis());
    }
  }

  /** For the terminal, and for docs/performance.md. */
  String table() {
    var table =
        new Table(
            "call",
            "callers at once",
            "a second",
            "p50, ms",
            "p99, ms",
            "longest, ms",
            "processor time of the server, ms");
    for (Row row : rows) {
      table.row(
          row.what(),
          "" + row.callers(),
          Table.number("%,.0f", row.perSecond()),
          Table.number("%.1f", row.millis().p50()),
          Table.number("%.1f", row.millis().p99()),
          Table.number("%.1f", row.millis().max()),
          Table.number("%.2f", row.serverMicros() / 1e3));
    }
    return String.format(
        Locale.ROOT,
        "%,d tunnels; %s; a flush of the disk takes %.2f ms (p50), %.1f ms (p99)%n%n%s",
        tunnels,
        machine.inWords(),
        flushMillis.p50(),
        flushMillis.p99(),
        table.markdown());
  }
}
