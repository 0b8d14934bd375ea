package io.adit.bench.faults;

import io.adit.bench.measure.Machine;
import io.adit.bench.process.Stage;
import io.adit.faults.history.Violation;
import io.adit.faults.load.HistoryRun;
import io.adit.faults.load.Outcome;
import io.adit.faults.load.RunOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Runs on one server, one after the other, so that a history never outgrows the memory. */
final class Rounds {
  private final Stage stage;
  private final PrintWriter out;

  Rounds(Stage stage, PrintWriter out) {
    this.stage = stage;
    this.out = out;
  }

  FaultsReport run(List<RunOptions> runs) throws IOException {
    Machine machine = Machine.here();
    var subject = new StruckServer(stage);
    List<Outcome> outcomes = new ArrayList<>();
    long begin = System.nanoTime();
    for (RunOptions options : runs) {
      Outcome outcome = new HistoryRun(subject, options).run();
      outcomes.add(outcome);
      tell(outcome, outcomes.size(), runs.size());
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    return new FaultsReport(machine, runs.getFirst().clients(), seconds, outcomes);
  }

  private void tell(Outcome outcome, int round, int rounds) {
    out.println(
        "Round %d of %d, seed %d: %,d answered, %,d not, %d kills, %d violations"
            .formatted(
                round,
                rounds,
                outcome.seed(),
                outcome.calls(),
                outcome.unanswered(),
                outcome.kills(),
                outcome.violations().size()));
    outcome.violations().stream()
        .collect(Collectors.groupingBy(Violation::rule, TreeMap::new, Collectors.toList()))
        .forEach(
            (_, ofRule) -> out.println("  %,d × %s".formatted(ofRule.size(), ofRule.getFirst())));
    out.flush();
  }
}
