package io.adit.cli.tunnel;

import io.adit.cli.WrongUsageException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code adit tunnel}. */
@Command(
    name = "tunnel",
    header = "Open, list, describe, rotate, close and watch tunnels.",
    description = {
      "",
      "Calls what the AWS CLI calls: an Adit server, or AWS where no endpoint is set.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      OpenCommand.class,
      ListCommand.class,
      DescribeCommand.class,
      RotateCommand.class,
      CloseCommand.class,
      WatchCommand.class
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  adit tunnel open RemoteThing1 --lifetime 60m",
      "  adit tunnel list --status open",
      "  adit help tunnel open"
    })
public final class TunnelCommand implements Callable<Integer> {
  /** A public constructor, because picocli makes it. */
  public TunnelCommand() {}

  @Override
  public Integer call() {
    throw new WrongUsageException("say what to do: open, list, describe, rotate, close or watch");
  }
}
