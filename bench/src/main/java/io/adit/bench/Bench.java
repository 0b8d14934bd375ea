package io.adit.bench;

import io.adit.bench.api.ApiCommand;
import io.adit.bench.devices.DevicesCommand;
import io.adit.bench.echo.EchoCommand;
import io.adit.bench.faults.FaultsCommand;
import io.adit.bench.faults.HistoryCommand;
import io.adit.bench.idle.IdleCommand;
import io.adit.bench.jmh.JmhCommand;
import io.adit.bench.path.PathCommand;
import io.adit.bench.proxy.ProxyCommand;
import io.adit.bench.relay.RelayCommand;
import io.adit.bench.start.StartCommand;
import io.adit.bench.strangers.StrangersCommand;
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
      RelayCommand.class,
      PathCommand.class,
      ProxyCommand.class,
      EchoCommand.class,
      IdleCommand.class,
      ApiCommand.class,
      StartCommand.class,
      DevicesCommand.class,
      HistoryCommand.class,
      FaultsCommand.class,
      StrangersCommand.class,
      JmhCommand.class
    })
final class Bench {
  private Bench() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Bench())
            .setExecutionExceptionHandler((failure, command, _) -> {
              if (isEnding()) {
                return 130; // ^C took away what it was at work with
              }
              command.getErr().println("adit bench: " + failure.getMessage());
              failure.printStackTrace(command.getErr());
              return 2;
            })
            .execute(arguments));
  }

  /** Whether the process is being ended, which only those who ask for more to be done are told. */
  private static boolean isEnding() {
    try {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> {}));
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }
}
