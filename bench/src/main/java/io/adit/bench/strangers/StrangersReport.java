package io.adit.bench.strangers;

import io.adit.bench.measure.Machine;
import io.adit.bench.measure.Median;
import io.adit.bench.measure.Table;
import java.util.List;

/**
 * What attacks have come to.
 *
 * @param seconds of each measurement of the healthy tunnel
 * @param idleKib memory of the server before the first of them, once its garbage was collected
 */
record StrangersReport(Machine machine, int rounds, int seconds, long idleKib, List<Row> rows) {
  /** A healthy tunnel may lose so much, and no more. */
  static final double LEAST_LEFT = 0.8;

  private static final double KIB_PER_MIB = 1024;

  StrangersReport {
    rows = List.copyOf(rows);
  }

  /**
   * One attack.
   *
   * @param mostOpen connections that the attackers had at once
   * @param tried connections that they made
   * @param alone MiB a second of the healthy tunnel while the same goes on elsewhere
   * @param beside the same while it goes on against the server
   * @param leftAsMeasured the second over the first, round by round
   * @param left the same, when what the attackers' side takes of the processors is taken off: a
   *     swarm that shakes hands with a server works more than one that is never answered
   * @param processors what it takes of a processor's time on the server, beside what the healthy
   *     tunnel takes; 1 is all of one
   * @param newcomerMillis what a TLS handshake of somebody else takes meanwhile, at worst
   * @param logLines that the server has written meanwhile
   */
  record Row(
      String attack,
      int mostOpen,
      int tried,
      Median alone,
      Median beside,
      Median leftAsMeasured,
      Median left,
      Median processors,
      double newcomerMillis,
      Memory memory,
      long logLines) {
    boolean isHarmless() {
      return left.median() >= LEAST_LEFT;
    }
  }

  /**
   * What the server held, in KiB.
   *
   * @param after once its garbage was collected
   */
  record Memory(long before, long peak, long after) {}

  boolean isHarmless() {
    return rows.stream().allMatch(Row::isHarmless);
  }

  /** For the terminal, and for docs/reliability.md. */
  String table() {
    var table =
        new Table(
            "attack",
            "connections: tried, at once",
            "healthy tunnel alone, MiB/s",
            "beside it, MiB/s",
            "left as measured",
            "left",
            "of a processor",
            "a newcomer's TLS, ms",
            "server's memory before, at most, after, MiB",
            "log lines");
    for (Row row : rows) {
      table.row(
          row.attack(),
          "%,d, %,d".formatted(row.tried(), row.mostOpen()),
          Table.number("%,.0f", row.alone().median()),
          Table.number("%,.0f", row.beside().median()),
          row.leftAsMeasured().withRange(2),
          row.left().withRange(2),
          Table.number("%.2f", row.processors().median()),
          Table.number("%,.0f", row.newcomerMillis()),
          "%,d, %,d, %,d"
              .formatted(
                  mib(row.memory().before()), mib(row.memory().peak()), mib(row.memory().after())),
          "%,d".formatted(row.logLines()));
    }
    return machine.inWords()
        + "; rounds: "
        + rounds
        + ", of "
        + seconds
        + " s\n\n"
        + table.markdown();
  }

  private static long mib(long kib) {
    return Math.round(kib / KIB_PER_MIB);
  }
}
