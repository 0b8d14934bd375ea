package io.adit.cli;

import io.adit.server.Restore;
import io.adit.server.Restore.Restored;
import io.adit.server.StartupException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code adit restore}: a backup becomes a data folder again. */
@Command(
    name = "restore",
    header = "Bring back what adit backup wrote, while no server runs.",
    description = {
      "",
      "Nobody knows what was done after the backup was made. So every tunnel that was open then is"
          + " closed, with its tokens, and everybody must sign in again. What else was deleted or"
          + " disabled since then is back: look through certificates, access keys and users.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit codes: 2 it could not be done, and nothing was changed; the text says why.",
      "",
      "Examples:",
      "  adit restore /backups/adit-2026-11-27.zip --data /srv/adit",
      "  adit restore adit.zip --force",
      "  adit restore --secret-key-file /run/keys/adit adit.backup"
    })
final class RestoreCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Mixin private DataOption data = new DataOption();

  @Parameters(paramLabel = "FILE", description = "The backup.")
  private @Nullable Path file;

  @Mixin private SecretKeyOption secretKey = new SecretKeyOption();

  @Option(
      names = "--force",
      description = "Restore also where the folder holds data, which is moved aside in it.")
  private boolean force;

  RestoreCommand() {}

  @Override
  public void run() {
    if (spec == null || file == null) {
      throw new IllegalStateException("picocli has not set the command up");
    }
    Path folder = data.folder(System.getenv());
    try {
      tell(
          new Restore(folder, InstantSource.system(), secretKey.masterKey(System.getenv()))
              .from(file, force),
          folder);
    } catch (StartupException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()));
    }
  }

  private void tell(Restored restored, Path folder) {
    if (spec == null) {
      throw new IllegalStateException("picocli has not set the command up");
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println("Restored what was in " + folder + " at " + restored.manifest().madeAt() + ".");
    if (restored.before() != null) {
      out.println("What was there before is in " + restored.before() + ".");
    }
    out.println(
        "Closed "
            + restored.closedTunnels()
            + " tunnels that were open then: open new ones. Everybody must sign in again.");
    out.println(
        "Look through certificates, access keys and users: what was deleted or disabled since then"
            + " is back.");
    if (!restored.hasKey()) {
      out.println(
          "The backup has no key: put secret.key into " + folder + " before you start the server.");
    }
    out.flush();
  }
}
