package io.adit.cli.audit;

import io.adit.cli.WrongUsageException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code adit audit}. */
@Command(
    name = "audit",
    header = "Read the audit log, and prove that nobody changed it.",
    description = {
      "",
      "Works on the data folder, whether its server runs or not. The log is in its folder audit.",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {VerifyCommand.class, TailCommand.class, ExportCommand.class},
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  adit audit verify",
      "  adit audit tail -f --user ann",
      "  adit audit export --from 2026-11-01T00:00:00Z --format cloudtrail > november.json"
    })
public final class AuditCommand implements Callable<Integer> {
  /** A public constructor, because picocli makes it. */
  public AuditCommand() {}

  @Override
  public Integer call() {
    throw new WrongUsageException("say what to do: verify, tail or export");
  }
}
