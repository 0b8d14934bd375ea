package io.adit.bench.idle;

import io.adit.bench.command.BenchCommand;
import io.adit.bench.process.OpenFiles;
import io.adit.bench.process.Stage;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code adit bench idle}: tunnels that are connected on both sides and carry nothing. */
@Command(
    name = "idle",
    header = "Connect both sides of many tunnels that carry nothing.",
    description = {
      "",
      "Tells how fast links are let in, and what one costs the server in memory and threads.",
      ""
    },
    mixinStandardHelpOptions = true)
public final class IdleCommand extends BenchCommand<IdleReport> {
  /** Files and sockets of a process beside the links. */
  private static final int OTHER_DESCRIPTORS = 1_400;

  @Option(
      names = "--tunnels",
      paramLabel = "COUNT",
      description = "How many, with two links each. Default: ${DEFAULT-VALUE}.")
  private int tunnels = 10_000;

  /** The server inherits this process's limit. */
  @Override
  protected void check() {
    if (tunnels < 1) {
      throw wrong("--tunnels is a count, 1 or more");
    }
    OpenFiles.problem(2 * tunnels, "links", OTHER_DESCRIPTORS)
        .ifPresent(problem -> {
          throw wrong(problem);
        });
  }

  @Override
  protected IdleReport measure(Stage stage, PrintWriter out) throws IOException {
    return new IdleLoad(tunnels, stage.newFolder("idle"), out).run();
  }

  @Override
  protected int tell(IdleReport report, PrintWriter out) {
    out.println();
    out.println(report.table());
    out.println();
    return 0;
  }
}
