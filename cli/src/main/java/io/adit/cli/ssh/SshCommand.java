package io.adit.cli.ssh;

import picocli.CommandLine.Command;

/** {@code adit ssh}. */
@Command(
    name = "ssh",
    header = "Run ssh on a thing: open a tunnel, wait for the device, log in.",
    customSynopsis =
        "adit ssh [OPTION]... [SSH OPTION]... [USER@]THING [SSH OPTION]... [[--] COMMAND]",
    description = {
      "",
      "All options of ssh's go to ssh as they are, except -f, -J and -p, which a tunnel leaves no room"
          + " for; -q and -v count here too. What was opened is closed when ssh ends.",
      ""
    },
    preprocessor = SshCommand.Grammar.class,
    footer = {
      "",
      "Exit codes: ssh's own, and 1 the command line is wrong, 2 the thing cannot be reached.",
      "",
      "Examples:",
      "  adit ssh pi@RemoteThing1",
      "  adit ssh RemoteThing1 -- uname -a",
      "  adit ssh -L 8080:localhost:80 -t pi@RemoteThing1 top",
      "  rsync -e 'adit ssh' -a logs/ RemoteThing1:logs/"
    })
public final class SshCommand extends ThroughTunnel {
  /** A public constructor, because picocli makes it. */
  public SshCommand() {
    super(SshLine::parse);
  }

  static final class Grammar extends OurOptionsFirst {
    Grammar() {
      super(SshLine::parse);
    }
  }
}
