package io.adit.bench.strangers;

import io.adit.bench.command.BenchCommand;
import io.adit.bench.process.OpenFiles;
import io.adit.bench.process.Stage;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code adit bench strangers}: a healthy tunnel beside those who attack. */
@Command(
    name = "strangers",
    header = "Attack a server, and see what a healthy tunnel beside loses.",
    description = {
      "",
      "Carries bytes through one tunnel while strangers do what they can to the server, and in turns"
          + " while they do the same to a listener that takes it all and does nothing: what they"
          + " cost the machine themselves is in both. Ends with 1 where the tunnel loses a fifth or"
          + " more.",
      ""
    },
    mixinStandardHelpOptions = true)
public final class StrangersCommand extends BenchCommand<StrangersReport> {
  /** Those of the sink among them. */
  private static final int OTHER_DESCRIPTORS = 6_000;

  @Option(
      names = "--connections",
      paramLabel = "COUNT",
      description = "Half-open handshakes at once. Default: ${DEFAULT-VALUE}.")
  private int connections = 10_000;

  @Option(
      names = "--rounds",
      paramLabel = "COUNT",
      description = "How often each; medians are told. Default: ${DEFAULT-VALUE}.")
  private int rounds = 3;

  @Option(
      names = "--seconds",
      paramLabel = "COUNT",
      description = "How long each measurement takes. Default: ${DEFAULT-VALUE}.")
  private int seconds = 5;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description = "Leave out all attacks whose names do not begin so.")
  private List<String> only = List.of();

  @Override
  protected void check() {
    if (!areCounts(List.of(connections, rounds, seconds))) {
      throw wrong("--connections, --rounds and --seconds are counts, 1 or more");
    }
    if (attacks().isEmpty()) {
      throw wrong(
          "--only leaves no attack; there are "
              + Attack.all(1).stream().map(Attack::name).toList());
    }
    OpenFiles.problem(connections, "connections", OTHER_DESCRIPTORS)
        .ifPresent(problem -> {
          throw wrong(problem);
        });
  }

  private List<Attack> attacks() {
    return Attack.all(connections).stream()
        .filter(attack -> only.isEmpty() || only.stream().anyMatch(attack.name()::startsWith))
        .toList();
  }

  @Override
  protected StrangersReport measure(Stage stage, PrintWriter out) throws IOException {
    return new StrangersLoad(stage, rounds, seconds, out).run(attacks());
  }

  @Override
  protected int tell(StrangersReport report, PrintWriter out) {
    out.println();
    out.println(report.table());
    out.println();
    return report.isHarmless() ? 0 : 1;
  }
}
