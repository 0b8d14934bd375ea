package io.adit.cli;

import io.adit.cli.demo.DemoCommand;
import io.adit.cli.proxy.ProxyCommand;
import io.adit.server.InvalidOptionException;
import io.adit.server.StartupException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParseResult;

/** The {@code adit} command. */
@Command(
    name = "adit",
    description = {
      "Remote access to devices behind NAT, wire-compatible with AWS IoT Secure Tunneling.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = AditVersion.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ServerCommand.class,
      EnvCommand.class,
      ProxyCommand.class,
      DemoCommand.class,
      TestCommand.class,
      CompletionCommand.class,
      HelpCommand.class
    },
    footer = {
      "",
      "'adit COMMAND --help' tells more, with examples.",
      "",
      "Exit codes: 0 done, 1 it could not be done, 2 the command line is wrong.",
      "'adit proxy --help' lists those of the proxy."
    })
public final class Adit {
  static final int FAILED = 1;
  static final int USAGE = 2;

  /** A public constructor, because picocli makes it. */
  public Adit() {}

  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  /** The whole tree of commands. */
  static CommandLine commandLine() {
    return new CommandLine(new Adit())
        .setExecutionExceptionHandler(Adit::onFailure)
        .setUsageHelpAutoWidth(true);
  }

  /** How the user called the program, for the lines that we tell him to type. */
  static String invokedAs() {
    return System.getProperty("adit.command", "adit");
  }

  private static int onFailure(Exception failure, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    return switch (failure) {
      case InvalidOptionException invalid -> {
        err.println("adit: --" + invalid.option() + ": " + invalid.getMessage());
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        yield USAGE;
      }
      case StartupException startup -> say(err, String.valueOf(startup.getMessage()));
      case CommandFailedException failed -> say(err, failed.getMessage());
      default -> {
        say(err, "this is a defect of Adit: " + failure);
        failure.printStackTrace(err);
        yield FAILED;
      }
    };
  }

  private static int say(PrintWriter err, String message) {
    err.println("adit: " + message);
    return FAILED;
  }
}
