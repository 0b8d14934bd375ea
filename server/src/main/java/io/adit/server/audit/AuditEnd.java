package io.adit.server.audit;

import io.adit.server.audit.chain.AuditFolder;
import io.adit.server.audit.chain.AuditLine;
import io.adit.server.audit.chain.AuditPosition;
import io.adit.server.audit.chain.LineScanner;
import io.adit.server.audit.read.AuditVerifier;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the chain ends in the files, and whether that agrees with what the server vouched for last.
 *
 * @param position of the last record that is chained well
 * @param part the newest file; null: there is none
 * @param size of that file up to the end of its last whole line
 * @param tornBytes what stands behind it: a record that was being written when the server died
 * @param highest a number that no record after it, and no later file, has
 * @param problem in words; null: everything agrees
 */
record AuditEnd(
    AuditPosition position,
    AuditFolder.@Nullable Part part,
    long size,
    long tornBytes,
    long highest,
    @Nullable String problem) {

  /**
   * Looks at what came behind a place; what is before it is left to {@link AuditVerifier}.
   *
   * @param vouched the last record that is known to have been there
   */
  static AuditEnd find(AuditFolder folder, AuditPosition vouched) throws IOException {
    List<AuditFolder.Part> parts = folder.parts();
    if (parts.isEmpty()) {
      return new AuditEnd(AuditPosition.START, null, 0, 0, 0, missing(0, vouched));
    }
    var walk = new Walk(vouched);
    for (AuditFolder.Part part :
        parts.subList(AuditFolder.indexOf(parts, vouched.seq()), parts.size())) {
      walk.through(part);
    }
    return walk.end(parts.getLast());
  }

  private static @Nullable String missing(long seq, AuditPosition vouched) {
    return seq < vouched.seq()
        ? "the files end at record %d, and there were %d".formatted(seq, vouched.seq())
        : null;
  }

  /** Goes through files, the oldest first. */
  private static final class Walk {
    private final AuditPosition vouched;
    private @Nullable AuditPosition last;
    private @Nullable String problem;
    private long size;
    private long tornBytes;
    private long highest;

    Walk(AuditPosition vouched) {
      this.vouched = vouched;
    }

    void through(AuditFolder.Part part) throws IOException {
      try (var lines = new LineScanner(part.path())) {
        for (byte[] next = lines.next(); next != null; next = lines.next()) {
          if (problem == null) {
            problem = problem(part, lines.lineNumber(), next);
          }
        }
        size = lines.nextStart();
        tornBytes = lines.tornBytes();
      }
    }

    AuditEnd end(AuditFolder.Part newest) {
      AuditPosition found = last == null ? AuditPosition.START : last;
      String what = problem == null ? missing(found.seq(), vouched) : problem;
      return new AuditEnd(
          found, newest, size, tornBytes, Math.max(highest, newest.firstSeq()), what);
    }

    private @Nullable String problem(AuditFolder.Part part, long number, byte[] bytes) {
      String where = part.name() + ", line " + number + ": ";
      AuditLine line = AuditLine.parse(bytes).orElse(null);
      if (line == null) {
        return where + "this is no record";
      }
      highest = Math.max(highest, line.seq());
      if (line.seq() > vouched.seq() && !(follows(line) && line.isWhole())) {
        return where + "this does not follow from the records before it";
      }
      if (line.seq() == vouched.seq() && !line.position().equals(vouched)) {
        return where + "this is not the record that the server wrote";
      }
      last = line.position();
      return null;
    }

    private boolean follows(AuditLine line) {
      AuditPosition before = last == null ? AuditPosition.START : last;
      return line.seq() == before.seq() + 1 && line.prev().equals(before.hash());
    }
  }
}
