package io.adit.cli.audit;

import io.adit.cli.CommandFailedException;
import io.adit.cli.DataOption;
import io.adit.cli.ExitCode;
import io.adit.cli.WrongUsageException;
import io.adit.server.AuditArchive;
import io.adit.server.StartupException;
import io.adit.server.audit.chain.AuditFolder;
import io.adit.server.audit.chain.AuditKey;
import io.adit.server.audit.chain.AuditPosition;
import io.adit.server.audit.read.AuditVerifier;
import io.adit.server.audit.read.AuditVerifier.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code adit audit verify}. */
@Command(
    name = "verify",
    header = "Prove that no record was changed, removed or put in.",
    description = {
      "",
      "Follows the chain of hashes from the first record to the last, looks at the server's"
          + " signatures, and compares the end with what the database says of it. Files that were"
          + " copied elsewhere are verified with --dir and the server's audit.pem.",
      "",
      "Who has the server's key can write a log that passes. To be sure against them as well, note"
          + " the last record now and then, elsewhere, and give it with --head.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit codes: 0 all records are as they were written; 1 they are not, and the first place is"
          + " told; 2 the log cannot be read.",
      "",
      "Examples:",
      "  adit audit verify",
      "  adit audit verify --dir /mnt/archive/audit --key audit.pem"
    })
final class VerifyCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Mixin private final DataOption data = new DataOption();

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Verify the files in this folder, and not those of a data folder.")
  private @Nullable Path dir;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "The server's public key for --dir: the file audit.pem of its data folder.")
  private @Nullable Path key;

  @Option(
      names = "--head",
      paramLabel = "NUMBER:HASH",
      description = "A record that must be there, as this command printed it; may be repeated.",
      converter = Place.class)
  private List<AuditPosition> noted = List.of();

  VerifyCommand() {}

  /** A record by its number and its hash. */
  static final class Place implements ITypeConverter<AuditPosition> {
    Place() {}

    @Override
    public AuditPosition convert(String text) {
      try {
        return AuditPosition.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  @Override
  public Integer call() {
    if (dir == null && key != null) {
      throw new WrongUsageException("--key is for --dir: a data folder has its own");
    }
    try {
      return tell(dir == null ? ofDataFolder() : ofFolder(dir));
    } catch (IOException | StartupException e) {
      throw new CommandFailedException(
          e instanceof StartupException ? String.valueOf(e.getMessage()) : e.toString());
    }
  }

  private Verdict ofDataFolder() {
    return AuditArchive.of(data.folder(System.getenv())).verify(noted);
  }

  private Verdict ofFolder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new CommandFailedException("there is no folder " + folder);
    }
    var verifier =
        new AuditVerifier(
            new AuditFolder(folder), key == null ? null : AuditKey.ofPublic(key), null);
    noted.forEach(verifier::expecting);
    return verifier.verify();
  }

  private int tell(Verdict verdict) {
    PrintWriter out = out();
    int exitCode =
        switch (verdict) {
          case Verdict.Intact intact -> {
            out.println(
                "OK: %d records, from %s to %s"
                    .formatted(intact.records(), intact.firstAt(), intact.lastAt()));
            out.println("last record: " + intact.last());
            intact.notes().forEach(note -> out.println("note: " + note));
            yield ExitCode.OK;
          }
          case Verdict.Broken broken -> {
            String line = broken.line() == 0 ? "" : ", line " + broken.line();
            out.println("BROKEN: " + broken.file() + line + ": " + broken.what());
            yield ExitCode.USAGE;
          }
        };
    out.flush();
    return exitCode;
  }

  private PrintWriter out() {
    if (spec == null) {
      throw new IllegalStateException("picocli has not set the command up");
    }
    return spec.commandLine().getOut();
  }
}
