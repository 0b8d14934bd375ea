package io.adit.bench.api;

import io.adit.bench.measure.Figures;
import io.adit.bench.process.Scratch;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code adit bench api}: how many calls a server answers, and how soon. */
@Command(
    name = "api",
    header = "Open very many tunnels through the API, then list, describe and rotate.",
    description = {
      "",
      "Tells how many calls of OpenTunnel a second are answered, each on disk, and how long"
          + " ListTunnels takes among them.",
      ""
    },
    mixinStandardHelpOptions = true)
public final class ApiCommand implements Callable<Integer> {
  /** Fewer could not be paged through. */
  private static final int FEWEST_TUNNELS = 20_000;

  @Spec private @Nullable CommandSpec spec;

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

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description =
          "Where the figures go. The server's data is on the same disk meanwhile. Default:"
              + " ${DEFAULT-VALUE}.")
  private Path json = Path.of("target/bench/api.json");

  @Override
  public Integer call() throws IOException {
    CommandSpec its = spec;
    if (its == null) {
      throw new IllegalStateException("picocli has not set the command up");
    }
    if (tunnels < FEWEST_TUNNELS || clients < 1) {
      throw new ParameterException(
          its.commandLine(),
          "--tunnels is %,d or more, and --clients 1 or more".formatted(FEWEST_TUNNELS));
    }
    PrintWriter out = its.commandLine().getOut();
    Path file = json.toAbsolutePath();
    try (Scratch scratch = Scratch.in(file.resolveSibling("."))) {
      ApiReport report = new ApiLoad(tunnels, clients, scratch.folder(), out).run();
      Figures.write(file, report);
      out.println();
      out.println(report.table());
      out.println("The same as JSON: " + file);
      out.flush();
      return 0;
    }
  }
}
