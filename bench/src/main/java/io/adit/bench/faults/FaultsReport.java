package io.adit.bench.faults;

import io.adit.bench.measure.Machine;
import io.adit.bench.measure.Table;
import io.adit.faults.history.Violation;
import io.adit.faults.load.Outcome;
import java.util.List;
import java.util.function.ToLongFunction;

/** What was tried in rounds, and what was found. */
record FaultsReport(
    Machine machine, int clients, double seconds, List<Round> rounds, List<String> violations) {

  /** A round's figures. */
  record Round(
      long seed,
      int kills,
      int pauses,
      int drops,
      long calls,
      long unanswered,
      long admitted,
      long refused,
      long bytes) {
    static Round of(Outcome outcome) {
      return new Round(
          outcome.seed(),
          outcome.kills(),
          outcome.pauses(),
          outcome.drops(),
          outcome.calls(),
          outcome.unanswered(),
          outcome.admitted(),
          outcome.refused(),
          outcome.bytes());
    }
  }

  static FaultsReport of(Machine machine, int clients, double seconds, List<Outcome> outcomes) {
    return new FaultsReport(
        machine,
        clients,
        seconds,
        outcomes.stream().map(Round::of).toList(),
        outcomes.stream()
            .flatMap(outcome -> outcome.violations().stream())
            .map(Violation::toString)
            .toList());
  }

  boolean isClean() {
    return violations.isEmpty();
  }

  /** For the terminal, and for docs/reliability.md. */
  String text() {
    var table =
        new Table("%d clients, %.0f s".formatted(clients, seconds), "count")
            .row("kill -9 and start of the server", count(Round::kills))
            .row("server stopped for 0.1 to 1.5 s (SIGSTOP)", count(Round::pauses))
            .row("all links dropped", count(Round::drops))
            .row("calls and handshakes answered", count(Round::calls))
            .row("of both, unanswered", count(Round::unanswered))
            .row("handshakes let in", count(Round::admitted))
            .row("handshakes refused", count(Round::refused))
            .row("bytes that arrived", count(Round::bytes))
            .row("violations", "%,d".formatted(violations.size()));
    return machine.inWords() + "\n\n" + table.markdown();
  }

  private String count(ToLongFunction<Round> figure) {
    return "%,d".formatted(rounds.stream().mapToLong(figure).sum());
  }
}
