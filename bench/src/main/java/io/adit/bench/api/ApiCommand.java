package io.adit.bench.api;

import io.adit.bench.command.BenchCommand;
import io.adit.bench.process.Scratch;
import io.adit.bench.process.Stage;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code adit bench api}: how many calls a server answers, and how soon. */
@Command(
    name = "api",
    header = "Open very many tunnels through the API, then list, describe and rotate.",
    description = {
      "",
      "Tells how many calls of OpenTunnel a second are answered, each on disk, and how long"
          + " ListTunnels takes among them. The server's data is where the figures go, on the same"
          + " disk.",
      ""
    },
    mixinStandardHelpOptions = true)
public final class ApiCommand extends BenchCommand<ApiReport> {
  /** Fewer could not be paged through. */
  private static final int FEWEST_TUNNELS = 20_000;

  @Option(
      names = "--tunnels",
      paramLabel = "COUNT",
      description = "How many are opened. Default: ${DEFAULT-VALUE}.")
  private int tunnels = 100_000;

  @Option(
      names = "--clients",
      paramLabel = "COUNT",
      description = "How many call at once. Default: ${DEFAULT-VALUE}.")
  private int clients = 64;

  @Override
  protected void check() {
    if (tunnels < FEWEST_TUNNELS || clients < 1) {
      throw wrong("--tunnels is %,d or more, and --clients 1 or more".formatted(FEWEST_TUNNELS));
    }
  }

  /** On the disk that the figures go to. */
  @Override
  protected Scratch scratch() throws IOException {
    return Scratch.in(json().resolveSibling("."));
  }

  @Override
  protected ApiReport measure(Stage stage, PrintWriter out) throws IOException {
    return new ApiLoad(tunnels, clients, stage.newFolder("api"), out).run();
  }

  @Override
  protected int tell(ApiReport report, PrintWriter out) {
    out.println();
    out.println(report.table());
    return 0;
  }
}
