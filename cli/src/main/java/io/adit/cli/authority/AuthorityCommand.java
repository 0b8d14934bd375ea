package io.adit.cli.authority;

import io.adit.cli.WrongUsageException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code adit authority}. */
@Command(
    name = "authority",
    header = "Accept devices whose certificates your own authority signs.",
    description = {
      "",
      "A device with such a certificate is let in as the thing that the certificate names, without"
          + " being enrolled one by one. An Adit server is needed.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {RegisterCommand.class, ListCommand.class, RemoveCommand.class},
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  adit authority register --certificate factory-ca.pem --create-things",
      "  adit authority list"
    })
public final class AuthorityCommand implements Callable<Integer> {
  /** A public constructor, because picocli makes it. */
  public AuthorityCommand() {}

  @Override
  public Integer call() {
    throw new WrongUsageException("say what to do: register, list or remove");
  }
}
