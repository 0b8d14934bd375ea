package io.adit.server.audit.read;

import io.adit.server.audit.AuditStore;
import io.adit.server.audit.chain.AuditFolder;
import io.adit.server.audit.chain.AuditHead;
import io.adit.server.audit.chain.AuditKey;
import io.adit.server.audit.chain.AuditPosition;
import io.adit.server.audit.read.AuditVerifier.Verdict;
import io.adit.server.secret.SecretBox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Verifies the log of a data folder, whose server may go on with it meanwhile. */
public final class AuditProof {
  private static final int TRIES = 3;

  private AuditProof() {}

  /**
   * @param noted places that were written down elsewhere
   */
  public static Verdict verify(
      Path data, SecretBox box, AuditStore store, List<AuditPosition> noted) throws IOException {
    if (!Files.exists(data.resolve(AuditKey.SEALED_FILE))) {
      throw new NoSuchFileException(
          data.resolve(AuditKey.SEALED_FILE).toString(),
          null,
          "no server with an audit log has run there");
    }
    AuditKey key = AuditKey.open(data, box);
    Verdict verdict = new Verdict.Broken("the database", 0, NO_HEAD);
    for (int i = 0; i < TRIES; i++) {
      Optional<AuditHead> head = store.head();
      if (head.isEmpty()) {
        return new Verdict.Broken("the database", 0, NO_HEAD);
      }
      verdict = verify(AuditFolder.in(data), key, head.get(), noted);
      if (verdict instanceof Verdict.Intact || isSame(head.get(), store.head().orElse(null))) {
        return verdict;
      }
    }
    return verdict;
  }

  private static final String NO_HEAD = "it does not say where the log begins and ends";

  private static Verdict verify(
      AuditFolder folder, AuditKey key, AuditHead head, List<AuditPosition> noted)
      throws IOException {
    var verifier = new AuditVerifier(folder, key, head);
    noted.forEach(verifier::expecting);
    try {
      return verifier.verify();
    } catch (NoSuchFileException e) {
      // It was there a moment ago: the server removes what is old.
      return new Verdict.Broken(String.valueOf(e.getFile()), 0, "this file was removed");
    }
  }

  /** Whether the server has not started, or removed old files, since. */
  private static boolean isSame(AuditHead one, @Nullable AuditHead other) {
    return other != null && one.before().equals(other.before()) && one.isFinal() == other.isFinal();
  }
}
