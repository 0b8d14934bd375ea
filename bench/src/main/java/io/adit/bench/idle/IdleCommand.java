package io.adit.bench.idle;

import io.adit.bench.measure.Figures;
import io.adit.bench.process.OpenFiles;
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
public final class IdleCommand implements Callable<Integer> {
  /** Files and sockets of a process beside the links. */
  private static final int OTHER_DESCRIPTORS = 1_400;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--tunnels",
      paramLabel = "COUNT",
      description = "How many, with two links each. Default: ${DEFAULT-VALUE}.")
  private int tunnels = 10_000;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Where the figures go. Default: ${DEFAULT-VALUE}.")
  private Path json = Path.of("target/bench/idle.json");

  @Override
  public Integer call() throws IOException {
    CommandSpec its = spec;
    if (its == null) {
      throw new IllegalStateException("picocli has not set the command up");
    }
    check(its);
    PrintWriter out = its.commandLine().getOut();
    try (Scratch scratch = Scratch.make()) {
      IdleReport report = new IdleLoad(tunnels, scratch.folder(), out).run();
      Figures.write(json, report);
      out.println();
      out.println(report.table());
      out.println();
      out.println("The same as JSON: " + json.toAbsolutePath());
      out.flush();
      return 0;
    }
  }

  /** The server inherits this process's limit. */
  private void check(CommandSpec its) {
    if (tunnels < 1) {
      throw new ParameterException(its.commandLine(), "--tunnels is a count, 1 or more");
    }
    OpenFiles.problem(2 * tunnels, "links", OTHER_DESCRIPTORS)
        .ifPresent(problem -> {
          throw new ParameterException(its.commandLine(), problem);
        });
  }
}
