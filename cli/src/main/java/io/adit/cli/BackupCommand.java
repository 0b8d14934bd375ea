package io.adit.cli;

import io.adit.server.Backup;
import io.adit.server.StartupException;
import io.adit.server.backup.Manifest;
import io.adit.server.secret.MasterKey;
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
          + " Without secret.key it gives no secret away, and is of use only together with that key."
          + " Encrypted, it gives nothing away but its size: the key is the one over the folder's"
          + " secrets, or any other of 32 bytes.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit codes: 2 it could not be done; the text says why.",
      "",
      "Examples:",
      "  adit backup /backups/adit-$$(date +%%F).zip",
      "  adit backup --without-key adit.zip",
      "  adit backup --encrypt --secret-key-file /run/keys/adit adit.backup"
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

  @Option(
      names = "--encrypt",
      description =
          "Encrypt all of it with the key that --secret-key-file or its like gives; adit restore"
              + " needs that key.")
  private boolean encrypt;

  @Mixin private SecretKeyOption secretKey = new SecretKeyOption();

  @Option(names = "--force", description = "Replace the file where it is there already.")
  private boolean force;

  BackupCommand() {}

  @Override
  public void run() {
    if (spec == null || file == null) {
      throw new IllegalStateException("picocli has not set the command up");
    }
    try {
      Manifest made = backup().to(file, !withoutKey, force);
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          Locale.ROOT,
          "Wrote %s: %d files, %,d bytes%s.%n",
          file,
          made.files().size(),
          made.bytes(),
          told());
      out.flush();
    } catch (StartupException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()));
    }
  }

  private Backup backup() {
    Backup plain = new Backup(data.folder(System.getenv()), InstantSource.system());
    if (!encrypt) {
      return plain;
    }
    MasterKey key = secretKey.masterKey(System.getenv());
    if (key == null) {
      throw new WrongUsageException(
          "say what to encrypt it with: --secret-key-file, --secret-key-command or %s. Make a key: %s"
              .formatted(MasterKey.VARIABLE, MasterKey.MAKING));
    }
    return plain.encryptedWith(key);
  }

  private String told() {
    if (encrypt) {
      return ", encrypted: keep the key, without it nobody can restore this";
    }
    return withoutKey ? ", without secret.key" : "; it holds the server's keys";
  }
}
