package io.adit.cli;

import io.adit.server.ConsoleUsers;
import io.adit.server.RunningServer;
import io.adit.server.StartupException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code adit console}: the way into the console for whoever owns the data folder. */
@Command(
    name = "console",
    header = "Print a link with which an administrator of the console is made.",
    subcommands = ConsoleCommand.Link.class,
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  adit console link"})
final class ConsoleCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  ConsoleCommand() {}

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("picocli has not set the command up");
    }
    throw new ParameterException(spec.commandLine(), "say which: adit console link");
  }

  /** {@code adit console link}. */
  @Command(
      name = "link",
      header = "Print a link with which an administrator of the console is made.",
      description = {
        "",
        "It is good once and for a day; links that were printed before it are no good any more.",
        ""
      },
      mixinStandardHelpOptions = true,
      footer = {
        "",
        "Exit codes: 2 no server runs on the data folder.",
        "",
        "Examples:",
        "  adit console link"
      })
  static final class Link implements Callable<Integer> {
    @Spec private @Nullable CommandSpec spec;
    @Mixin private final DataOption data = new DataOption();

    Link() {}

    @Override
    public Integer call() {
      Path folder = data.folder(System.getenv());
      RunningServer server = DataOption.runningServer(folder);
      try (ConsoleUsers users = ConsoleUsers.open(folder)) {
        String link = users.newLink(server);
        if (spec != null) {
          spec.commandLine().getOut().println(link);
          spec.commandLine().getOut().flush();
        }
        return ExitCode.OK;
      } catch (StartupException e) {
        throw new CommandFailedException(String.valueOf(e.getMessage()));
      }
    }
  }
}
