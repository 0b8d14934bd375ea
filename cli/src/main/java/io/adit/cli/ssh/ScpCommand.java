package io.adit.cli.ssh;

import picocli.CommandLine.Command;

/** {@code adit scp}. */
@Command(
    name = "scp",
    header = "Copy files to and from a thing with scp.",
    customSynopsis = "adit scp [OPTION]... [SCP OPTION]... SOURCE... TARGET",
    description = {
      "",
      "A place on the device is [USER@]THING:PATH. All options of scp's go to scp as they are, except"
          + " -J and -P; -q and -v count here too.",
      ""
    },
    preprocessor = ScpCommand.Grammar.class,
    footer = {
      "",
      "Exit codes: scp's own, and 1 the command line is wrong, 2 the thing cannot be reached.",
      "",
      "Examples:",
      "  adit scp firmware.bin pi@RemoteThing1:",
      "  adit scp -r RemoteThing1:/var/log logs"
    })
public final class ScpCommand extends ThroughTunnel {
  /** A public constructor, because picocli makes it. */
  public ScpCommand() {
    super(ScpLine::parse);
  }

  static final class Grammar extends OurOptionsFirst {
    Grammar() {
      super(ScpLine::parse);
    }
  }
}
