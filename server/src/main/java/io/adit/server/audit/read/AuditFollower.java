package io.adit.server.audit.read;

import io.adit.server.audit.chain.AuditFolder;
import io.adit.server.audit.chain.AuditLine;
import io.adit.server.audit.chain.LineScanner;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads records from one on, from file to file, and those that are written later. */
public final class AuditFollower implements AutoCloseable {
  private final AuditFolder folder;
  private long nextSeq;
  private AuditFolder.@Nullable Part part;
  private @Nullable LineScanner lines;

  /**
   * @param fromSeq the first record that is wanted; one that is not there any more is passed over
   */
  public AuditFollower(AuditFolder folder, long fromSeq) {
    this.folder = folder;
    this.nextSeq = Math.max(1, fromSeq);
  }

  /** The next record; null: there is none yet. Lines that are no records are passed over. */
  public @Nullable AuditLine next() throws IOException {
    while (true) {
      LineScanner open = lines;
      if (open == null) {
        if (!openNext()) {
          return null;
        }
        continue;
      }
      byte[] bytes = open.next();
      if (bytes == null) {
        if (!isNewerThere()) {
          return null;
        }
        // Whatever was written before the newer file was made is there by now.
        bytes = open.next();
        if (bytes == null) {
          closeLines();
          continue;
        }
      }
      AuditLine line = AuditLine.parse(bytes).orElse(null);
      if (line != null && line.seq() >= nextSeq) {
        nextSeq = line.seq() + 1;
        return line;
      }
    }
  }

  @Override
  public void close() throws IOException {
    closeLines();
  }

  private boolean openNext() throws IOException {
    List<AuditFolder.Part> parts = folder.parts();
    AuditFolder.Part former = part;
    AuditFolder.Part found = null;
    if (former == null) {
      found = parts.isEmpty() ? null : parts.get(AuditFolder.indexOf(parts, nextSeq));
    } else {
      for (AuditFolder.Part each : parts) {
        if (each.firstSeq() > former.firstSeq()) {
          found = each;
          break;
        }
      }
    }
    if (found == null) {
      return false;
    }
    part = found;
    try {
      lines = new LineScanner(found.path());
    } catch (NoSuchFileException e) {
      // It was kept long enough, and is gone since: the next one.
      return openNext();
    }
    return true;
  }

  private boolean isNewerThere() throws IOException {
    List<AuditFolder.Part> parts = folder.parts();
    AuditFolder.Part current = part;
    return current != null && !parts.isEmpty() && parts.getLast().firstSeq() > current.firstSeq();
  }

  private void closeLines() throws IOException {
    if (lines != null) {
      lines.close();
      lines = null;
    }
  }
}
