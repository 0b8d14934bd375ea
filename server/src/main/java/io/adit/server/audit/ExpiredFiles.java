package io.adit.server.audit;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.server.audit.chain.AuditFolder;
import io.adit.server.audit.chain.AuditLine;
import io.adit.server.audit.chain.AuditPosition;
import io.adit.server.audit.chain.LineScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files whose last record is older than the options want to keep. */
final class ExpiredFiles {
  private final AuditFolder folder;
  private final Instant oldest;
  private final List<AuditFolder.Part> found = new ArrayList<>();
  private AuditPosition end = AuditPosition.START;

  ExpiredFiles(AuditFolder folder, Instant oldest) {
    this.folder = folder;
    this.oldest = oldest;
  }

  /** The oldest files, up to the first that must stay; never the newest. */
  List<AuditFolder.Part> find() throws IOException {
    List<AuditFolder.Part> parts = folder.parts();
    for (AuditFolder.Part part : parts.subList(0, Math.max(0, parts.size() - 1))) {
      AuditLine last = last(part);
      if (last == null || !time(last).isBefore(oldest)) {
        break;
      }
      found.add(part);
      end = last.position();
    }
    return List.copyOf(found);
  }

  /** The last record of those that were found. */
  AuditPosition end() {
    return end;
  }

  void remove() throws IOException {
    for (AuditFolder.Part part : found) {
      Files.deleteIfExists(part.path());
    }
    folder.sync();
  }

  private static @Nullable AuditLine last(AuditFolder.Part part) throws IOException {
    byte[] last = null;
    try (var lines = new LineScanner(part.path())) {
      for (byte[] next = lines.next(); next != null; next = lines.next()) {
        last = next;
      }
    }
    return last == null ? null : AuditLine.parse(last).orElse(null);
  }

  /** A record that does not say when it was is kept: it is for people to look at. */
  private static Instant time(AuditLine line) {
    JsonNode at = line.tree().path("at");
    try {
      return Instant.parse(at.asText());
    } catch (DateTimeException e) {
      return Instant.MAX;
    }
  }
}
