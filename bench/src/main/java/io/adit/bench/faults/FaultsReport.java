package io.adit.bench.faults;

import io.adit.bench.measure.Machine;
import io.adit.bench.measure.Table;
import io.adit.faults.load.Outcome;
import java.util.List;
import java.util.function.ToLongFunction;

/** What was tried in rounds, and what was found. */
record FaultsReport(Machine machine, int clients, double seconds, List<Outcome> rounds) {
  FaultsReport {
    rounds = List.copyOf(rounds);
  }

  boolean isClean() {
    return rounds.stream().allMatch(round -> round.violations().isEmpty());
  }

  /** For the terminal, and for docs/reliability.md. */
  String text() {
    var table =
        new Table("%d clients, %.0f s".formatted(clients, seconds), "count")
            .row("kill -9 and start of the server", count(Outcome::kills))
            .row("server stopped for 0.1 to 1.5 s (SIGSTOP)", count(Outcome::pauses))
            .row("all links dropped", count(Outcome::drops))
            .row("calls and handshakes answered", count(Outcome::calls))
            .row("of both, unanswered", count(Outcome::unanswered))
            .row("handshakes let in", count(Outcome::admitted))
            .row("handshakes refused", count(Outcome::refused))
            .row("bytes that arrived", count(Outcome::bytes))
            .row("of those through `adit proxy`", count(Outcome::throughProxies))
            .row("violations", count(round -> round.violations().size()));
    return machine.inWords() + "\n\n" + table.markdown();
  }

  private String count(ToLongFunction<Outcome> figure) {
    return "%,d".formatted(rounds.stream().mapToLong(figure).sum());
  }
}
