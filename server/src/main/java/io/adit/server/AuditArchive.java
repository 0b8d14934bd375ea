package io.adit.server;

import io.adit.server.audit.chain.AuditFolder;
import io.adit.server.audit.chain.AuditPosition;
import io.adit.server.audit.read.AuditProof;
import io.adit.server.audit.read.AuditVerifier.Verdict;
import io.adit.server.secret.SecretBox;
import io.adit.server.secret.SecretBoxException;
import io.adit.server.store.Database;
import io.adit.server.store.DatabaseException;
import io.adit.server.store.SqlAudit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

/** The audit log as whoever owns the data folder sees it, also while its server runs. */
public final class AuditArchive {
  private final Path data;

  private AuditArchive(Path data) {
    this.data = data;
  }

  /**
   * That of a data folder.
   *
   * @throws StartupException in words for the operator
   */
  public static AuditArchive of(Path data) {
    if (!Files.exists(DataFolder.database(data))) {
      throw new StartupException(
          "%s holds no data of Adit: start the server there first, or name its folder with --data"
              .formatted(data));
    }
    return new AuditArchive(data);
  }

  public AuditFolder folder() {
    return AuditFolder.in(data);
  }

  /**
   * Compares the files with what the server vouched for.
   *
   * @param noted places that were written down elsewhere
   * @throws StartupException when that cannot be done
   */
  public Verdict verify(List<AuditPosition> noted) {
    try (var database = new Database(DataFolder.database(data))) {
      var box = new SecretBox(DataFolder.secretKey(data), new SecureRandom());
      return AuditProof.verify(data, box, new SqlAudit(database), noted);
    } catch (DatabaseException | SecretBoxException e) {
      throw new StartupException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new StartupException("The audit log in " + data + " cannot be read: " + e, e);
    }
  }
}
