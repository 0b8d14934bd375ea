package io.adit.bench.devices;

import io.adit.bench.command.BenchCommand;
import io.adit.bench.process.OpenFiles;
import io.adit.bench.process.Stage;
import java.io.IOException;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
public final class DevicesCommand extends BenchCommand<DevicesReport> {
  /** Files and sockets of a process beside its devices' connections. */
  private static final int OTHER_DESCRIPTORS = 300;

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

  /** The server inherits this process's limit. */
  @Override
  protected void check() {
    if (devices < 1 || calls < 1) {
      throw wrong("--devices and --calls are counts, 1 or more");
    }
    OpenFiles.problem(devices, "devices", OTHER_DESCRIPTORS)
        .ifPresent(problem -> {
          throw wrong(problem);
        });
  }

  @Override
  protected DevicesReport measure(Stage stage, PrintWriter out) throws IOException {
    return new DevicesLoad(devices, calls, stage.newFolder("devices"), out).run();
  }

  @Override
  protected int tell(DevicesReport report, PrintWriter out) {
    out.println();
    out.println(report.table());
    return 0;
  }
}
