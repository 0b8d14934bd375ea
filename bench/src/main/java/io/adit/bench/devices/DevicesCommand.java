package io.adit.bench.devices;

import io.adit.bench.measure.Figures;
import io.adit.bench.process.OpenFiles;
import io.adit.bench.process.Stage;
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

/** {@code adit bench devices}: idle devices at the gateway, and tunnels that are opened to them. */
@Command(
    name = "devices",
    header = "Connect many idle devices, and open tunnels to some of them.",
    description = {
      "",
      "Tells how fast devices connect, what one costs the server in memory, and how long after the"
          + " call of OpenTunnel its device has the message.",
      ""
    },
    mixinStandardHelpOptions = true)
public final class DevicesCommand implements Callable<Integer> {
  /** Files and sockets of a process beside its devices' connections. */
  private static final int OTHER_DESCRIPTORS = 300;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--devices",
      paramLabel = "COUNT",
      description = "How many. Default: ${DEFAULT-VALUE}.")
  private int devices = 10_000;

  @Option(
      names = "--calls",
      paramLabel = "COUNT",
      description = "How many tunnels are opened and measured. Default: ${DEFAULT-VALUE}.")
  private int calls = 300;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Where the figures go. Default: ${DEFAULT-VALUE}.")
  private Path json = Path.of("target/bench/devices.json");

  @Override
  public Integer call() throws IOException {
    CommandSpec its = spec;
    if (its == null) {
      throw new IllegalStateException("picocli has not set the command up");
    }
    check(its);
    PrintWriter out = its.commandLine().getOut();
    try (Stage stage = new Stage()) {
      Path folder = stage.newFolder("devices");
      DevicesReport report = new DevicesLoad(devices, calls, folder, out).run();
      Figures.write(json, report);
      out.println();
      out.println(report.table());
      out.println("The same as JSON: " + json.toAbsolutePath());
      out.flush();
      return 0;
    }
  }

  /** The server inherits this process's limit. */
  private void check(CommandSpec its) {
    if (devices < 1 || calls < 1) {
      throw new ParameterException(
          its.commandLine(), "--devices and --calls are counts, 1 or more");
    }
    OpenFiles.problem(devices, "devices", OTHER_DESCRIPTORS)
        .ifPresent(problem -> {
          throw new ParameterException(its.commandLine(), problem);
        });
  }
}
