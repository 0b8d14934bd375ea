package io.adit.cli.ssh;

import picocli.CommandLine.Command;

/** {@code adit sftp}. */
@Command(
    name = "sftp",
    header = "Run sftp on a thing.",
    customSynopsis = "adit sftp [OPTION]... [SFTP OPTION]... [USER@]THING[:PATH]",
    description = {
      "",
      "All options of sftp's go to sftp as they are, except -J and -P; -q and -v count here too.",
      ""
    },
    preprocessor = SftpCommand.Grammar.class,
    footer = {
      "",
      "Exit codes: sftp's own, and 1 the command line is wrong, 2 the thing cannot be reached.",
      "",
      "Examples:",
      "  adit sftp pi@RemoteThing1",
      "  adit sftp -b batch RemoteThing1:/tmp"
    })
public final class SftpCommand extends ThroughTunnel {
  /** A public constructor, because picocli makes it. */
  public SftpCommand() {
    super(SftpLine::parse);
  }

  static final class Grammar extends OurOptionsFirst {
    Grammar() {
      super(SftpLine::parse);
    }
  }
}
