package io.adit.bench;

import io.adit.bench.api.ApiCommand;
import io.adit.bench.devices.DevicesCommand;
import io.adit.bench.idle.IdleCommand;
import io.adit.bench.jmh.JmhCommand;
import io.adit.bench.start.StartCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code adit bench}. */
@Command(
    name = "bench",
    header = "Measure what load costs a server.",
    description = {
      "",
      "Each of these starts a server of its own, with data that it deletes in the end. Figures are"
          + " worth something on a machine that does nothing else."
    },
    mixinStandardHelpOptions = true,
    subcommands = {
      DevicesCommand.class,
      ApiCommand.class,
      IdleCommand.class,
      StartCommand.class,
      JmhCommand.class
    })
final class Bench {
  private Bench() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Bench())
            .setExecutionExceptionHandler((failure, command, _) -> {
              command.getErr().println("adit bench: " + failure.getMessage());
              failure.printStackTrace(command.getErr());
              return 2;
            })
            .execute(arguments));
  }
}
