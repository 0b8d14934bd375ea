package io.adit.cli.limits;

import io.adit.cli.WrongUsageException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code adit limits}. */
@Command(
    name = "limits",
    header = "See and change who may have how much.",
    description = {
      "",
      "Everybody's limits are options of 'adit server'. Here one principal or thing gets another"
          + " one, which holds at once and stays when the server is started again. An Adit server is"
          + " needed.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ShowCommand.class,
      SetCommand.class,
      ClearCommand.class,
      UsageCommand.class,
      ResetCommand.class
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  adit limits show",
      "  adit limits set --thing pump-7 bandwidth=200KB/s data=2GB/month",
      "  adit limits set --principal ann open-tunnels=20 call-rate=OpenTunnel=5/s",
      "  adit limits usage"
    })
public final class LimitsCommand implements Callable<Integer> {
  /** A public constructor, because picocli makes it. */
  public LimitsCommand() {}

  @Override
  public Integer call() {
    throw new WrongUsageException("say what to do: show, set, clear, usage or reset");
  }
}
