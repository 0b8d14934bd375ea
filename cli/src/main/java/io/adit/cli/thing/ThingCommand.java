package io.adit.cli.thing;

import io.adit.cli.WrongUsageException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code adit thing}. */
@Command(
    name = "thing",
    header = "Register devices, and give them certificates.",
    description = {
      "",
      "Calls what the AWS CLI calls with 'aws iot': an Adit server, or AWS where no endpoint is set.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      CreateCommand.class,
      ListCommand.class,
      ShowCommand.class,
      RotateCertificateCommand.class,
      RevokeCommand.class,
      DeleteCommand.class
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  adit thing create RemoteThing1 --label site=tokyo",
      "  adit thing list --label site=tokyo",
      "  adit help thing"
    })
public final class ThingCommand implements Callable<Integer> {
  /** A public constructor, because picocli makes it. */
  public ThingCommand() {}

  @Override
  public Integer call() {
    throw new WrongUsageException(
        "say what to do: create, list, show, rotate-certificate, revoke or delete");
  }
}
