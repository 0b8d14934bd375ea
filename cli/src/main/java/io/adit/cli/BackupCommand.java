package io.adit.cli;

import io.adit.server.Backup;
import io.adit.server.StartupException;
import io.adit.server.backup.Manifest;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code adit backup}: one file of all that a server keeps. */
@Command(
    name = "backup",
    header = "Write all that a server keeps into one file, also while it runs.",
    description = {
      "",
      "The file has one state of the database, the certificates and the keys. Only its owner may read"
          + " it, and whoever can read it can be your server: keep it as you keep the data folder."
          + " Without secret.key it gives no secret away, and is of use only together with that key.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit codes: 2 it could not be done; the text says why.",
      "",
      "Examples:",
      "  adit backup /backups/adit-$$(date +%%F).zip",
      "  adit backup --without-key adit.zip"
    })
final class BackupCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Mixin private DataOption data = new DataOption();

  @Parameters(paramLabel = "FILE", description = "Where the backup goes.")
  private @Nullable Path file;

  @Option(
      names = "--without-key",
      description = "Leave out secret.key, which opens what is sealed; keep that elsewhere.")
  private boolean withoutKey;

  @Option(names = "--force", description = "Replace the file where it is there already.")
  private boolean force;

  BackupCommand() {}

  @Override
  public void run() {
    if (spec == null || file == null) {
      throw new IllegalStateException("picocli has not set the command up");
    }
    try {
      Manifest made =
          new Backup(data.folder(System.getenv()), InstantSource.system())
              .to(file, !withoutKey, force);
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          Locale.ROOT,
          "Wrote %s: %d files, %,d bytes%s.%n",
          file,
          made.files().size(),
          made.bytes(),
          withoutKey ? ", without secret.key" : "; it holds the server's keys");
      out.flush();
    } catch (StartupException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()));
    }
  }
}
