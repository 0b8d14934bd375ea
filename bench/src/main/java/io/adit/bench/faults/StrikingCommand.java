package io.adit.bench.faults;

import io.adit.bench.command.BenchCommand;
import io.adit.bench.process.Scratch;
import io.adit.bench.process.Stage;
import io.adit.faults.load.RunOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Option;

/** What both commands that strike a server have in common. */
abstract class StrikingCommand extends BenchCommand<FaultsReport> {
  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = {
        "What clients and faults do at random, as far as threads allow; a round has the next number"
            + " each. Default: the time."
      })
  private long seed = System.currentTimeMillis();

  @Option(
      names = "--clients",
      paramLabel = "COUNT",
      description = "How many call and connect at once. Default: ${DEFAULT-VALUE}.")
  private int clients = 8;

  final long seed() {
    return seed;
  }

  final int clients() {
    return clients;
  }

  /** The rounds that were asked for. */
  abstract List<RunOptions> runs();

  /** On the disk that the figures go to: a file system in memory would lose nothing anyway. */
  @Override
  protected final Scratch scratch() throws IOException {
    return Scratch.in(json().resolveSibling("."));
  }

  @Override
  protected final FaultsReport measure(Stage stage, PrintWriter out) throws IOException {
    return new Rounds(stage, out).run(runs());
  }

  @Override
  protected final int tell(FaultsReport report, PrintWriter out) {
    out.println();
    out.println(report.text());
    out.println();
    return report.isClean() ? 0 : 1;
  }
}
