package io.adit.bench.relay;

import io.adit.bench.measure.Machine;
import io.adit.bench.measure.Median;
import io.adit.bench.measure.Table;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What it costs to carry bytes through relays.
 *
 * @param mib how much each round carried
 */
record RelayReport(Machine machine, int mib, int rounds, List<Row> rows) {

  RelayReport {
    rows = List.copyOf(rows);
  }

  /**
   * One relay in one load.
   *
   * @param cpuSecondsPerGib of the relay's processes alone
   * @param costToNginx its cost over that of nginx with TLS, round by round; null without nginx
   */
  record Row(
      Load load,
      String relay,
      String ciphers,
      Median cpuSecondsPerGib,
      Median mibPerSecond,
      @Nullable Median costToNginx) {}

  /** How many circuits carry which way at once. */
  record Load(int circuits, Direction direction) {}

  /** For the terminal, and for docs/performance.md. */
  String table() {
    var table =
        new Table(
            "tunnels, direction", "relay", "CPU-seconds per GiB", "× nginx with TLS", "MiB/s");
    for (Row row : rows) {
      table.row(
          row.load().circuits() + ", " + row.load().direction().inWords(),
          row.relay(),
          row.cpuSecondsPerGib().withRange(2),
          row.costToNginx() == null ? "" : row.costToNginx().withRange(2),
          String.format(Locale.ROOT, "%,.0f", row.mibPerSecond().median()));
    }
    return table.markdown();
  }
}
