package io.adit.bench.idle;

import io.adit.bench.measure.Machine;
import io.adit.bench.measure.Table;

/**
 * What links that carry nothing cost a server.
 *
 * @param handshakesPerSecond each with a full TLS handshake and a WebSocket upgrade
 * @param handshakeMillis processor time of the server for one
 */
record IdleReport(
    Machine machine,
    int links,
    double handshakesPerSecond,
    double handshakeMillis,
    Held before,
    Held with) {

  /** What the server holds at one time, once its garbage is collected. */
  record Held(long residentKib, long heapUsedKib, long threads) {}

  double residentKibOfLink() {
    return (double) (with.residentKib() - before.residentKib()) / links;
  }

  double heapKibOfLink() {
    return (double) (with.heapUsedKib() - before.heapUsedKib()) / links;
  }

  /** For the terminal, and for docs/performance.md. */
  String table() {
    return machine.inWords()
        + "\n\n"
        + new Table("%,d idle links of %,d tunnels".formatted(links, links / 2), "")
            .row("handshakes a second", Table.number("%,.0f", handshakesPerSecond))
            .row("processor time of the server for one", Table.number("%.2f ms", handshakeMillis))
            .row(
                "resident memory without them",
                Table.number("%,.0f MiB", before.residentKib() / 1024.0))
            .row(
                "resident memory with them", Table.number("%,.0f MiB", with.residentKib() / 1024.0))
            .row("resident memory of a link", Table.number("%.1f KiB", residentKibOfLink()))
            .row("of that in the heap", Table.number("%.1f KiB", heapKibOfLink()))
            .row("threads without them, with them", before.threads() + ", " + with.threads())
            .markdown();
  }
}
