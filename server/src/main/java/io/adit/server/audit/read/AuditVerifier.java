package io.adit.server.audit.read;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.server.audit.chain.AuditEvent;
import io.adit.server.audit.chain.AuditFolder;
import io.adit.server.audit.chain.AuditHead;
import io.adit.server.audit.chain.AuditKey;
import io.adit.server.audit.chain.AuditLine;
import io.adit.server.audit.chain.AuditPosition;
import io.adit.server.audit.chain.LineScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks through the files of a log from the first record to the last, and says where they are not
 * what was written.
 *
 * <p>What it can prove hangs on what it is given: the chain alone shows accidents; with the
 * server's key, checkpoints that somebody forged; with what the database says, or a place that was
 * noted elsewhere, also that the end or the beginning was cut off, and that all was written anew.
 */
public final class AuditVerifier {
  private final AuditFolder folder;
  private final @Nullable AuditKey key;
  private final @Nullable AuditHead head;
  private final List<AuditPosition> known = new ArrayList<>();

  /** What was found. */
  public sealed interface Verdict {

    /**
     * Every record is there as it was written, as far as that can be told.
     *
     * @param notes what could not be told, and what happened to the log meanwhile
     */
    record Intact(
        long records, AuditPosition last, String firstAt, String lastAt, List<String> notes)
        implements Verdict {}

    /**
     * The first place that is not what was written.
     *
     * @param line 0 where the whole file is meant
     */
    record Broken(String file, long line, String what) implements Verdict {}
  }

  /**
   * @param key null: signatures cannot be looked at
   * @param head what the database says; null: nobody knows where the log ends
   */
  public AuditVerifier(AuditFolder folder, @Nullable AuditKey key, @Nullable AuditHead head) {
    this.folder = folder;
    this.key = key;
    this.head = head;
    if (head != null) {
      known.add(head.last());
    }
  }

  /** Has it look for a record that was noted elsewhere. */
  public AuditVerifier expecting(AuditPosition position) {
    known.add(position);
    return this;
  }

  public Verdict verify() throws IOException {
    if (head != null && key != null && !head.isSignedBy(key)) {
      return new Verdict.Broken(
          "the database",
          0,
          "what it says of the log was not signed by this server: it was changed, or is another's");
    }
    List<AuditFolder.Part> parts = folder.parts();
    var walk = new Walk();
    for (AuditFolder.Part part : parts) {
      boolean isNewest = part.equals(parts.getLast());
      Verdict.Broken broken = walk.through(part, isNewest);
      if (broken != null) {
        return broken;
      }
    }
    return walk.end(parts.isEmpty() ? folder.path().toString() : parts.getLast().name());
  }

  private static String are(long first, long last) {
    return first == last ? "record " + first + " is" : "records " + first + " to " + last + " are";
  }

  private static String were(long first, long last) {
    return first == last
        ? "record " + first + " was"
        : "records " + first + " to " + last + " were";
  }

  /** Goes through the files, the oldest first. */
  private final class Walk {
    private final List<String> notes = new ArrayList<>();
    private @Nullable AuditPosition last;
    private long records;
    private long signed;
    private String firstAt = "";
    private String lastAt = "";

    Verdict.@Nullable Broken through(AuditFolder.Part part, boolean isNewest) throws IOException {
      if (last == null) {
        String missing = beginsWith(part);
        if (missing != null) {
          return new Verdict.Broken(part.name(), 0, missing);
        }
      }
      try (var lines = new LineScanner(part.path())) {
        for (byte[] next = lines.next(); next != null; next = lines.next()) {
          String problem = problem(next);
          if (problem != null) {
            return new Verdict.Broken(part.name(), lines.lineNumber(), problem);
          }
        }
        return torn(part, lines, isNewest);
      }
    }

    /** The first record must be the first that the server keeps. */
    private @Nullable String beginsWith(AuditFolder.Part part) {
      AuditPosition before = head == null ? AuditPosition.START : head.before();
      if (head != null || part.firstSeq() == 1) {
        last = before;
      } else {
        notes.add(
            "it begins with record %d: whether those before it are elsewhere is not known"
                .formatted(part.firstSeq()));
      }
      return last != null && part.firstSeq() != before.seq() + 1
          ? "records %d to %d are missing before it"
              .formatted(before.seq() + 1, part.firstSeq() - 1)
          : null;
    }

    private @Nullable String problem(byte[] bytes) {
      AuditLine line = AuditLine.parse(bytes).orElse(null);
      if (line == null) {
        return "this is no record";
      }
      AuditPosition before = last == null ? new AuditPosition(line.seq() - 1, line.prev()) : last;
      String order = order(line, before);
      if (order != null) {
        return order;
      }
      for (AuditPosition place : known) {
        if (place.seq() == line.seq() && !place.equals(line.position())) {
          return "record %d is another than the server vouched for: it, or what is before it, was written anew"
              .formatted(line.seq());
        }
      }
      return content(line, before);
    }

    private @Nullable String order(AuditLine line, AuditPosition before) {
      long expected = before.seq() + 1;
      if (!line.isWhole()) {
        return "record %d was changed: its hash is another".formatted(line.seq());
      }
      if (line.seq() > expected) {
        return are(expected, line.seq() - 1) + " missing before it";
      }
      if (line.seq() < expected) {
        return "record %d stands where record %d belongs".formatted(line.seq(), expected);
      }
      return line.prev().equals(before.hash())
          ? null
          : "record %d does not follow the one before it, which was put in or written anew"
              .formatted(line.seq());
    }

    /** What the record itself says. */
    private @Nullable String content(AuditLine line, AuditPosition before) {
      JsonNode tree;
      try {
        tree = line.tree();
      } catch (UncheckedIOException e) {
        return String.valueOf(e.getMessage());
      }
      String event = tree.path("event").asText();
      if (event.equals(AuditEvent.CHECKPOINT.wireName())) {
        String text = AuditKey.checkpointText(before);
        if (key != null && !key.hasSigned(text, tree.path("signature").asText())) {
          return "this checkpoint was not signed by the server's key";
        }
        signed = line.seq();
      }
      if (event.equals(AuditEvent.LOG_BROKEN.wireName())) {
        return "the server found here that the log was not what it had written: "
            + tree.path("reason").asText();
      }
      if (event.equals(AuditEvent.RECORDS_LOST.wireName())) {
        notes.add(
            "record %d: some records could not be kept: %s"
                .formatted(line.seq(), tree.path("lost")));
      }
      lastAt = tree.path("at").asText();
      firstAt = firstAt.isEmpty() ? lastAt : firstAt;
      last = line.position();
      records++;
      return null;
    }

    private Verdict.@Nullable Broken torn(
        AuditFolder.Part part, LineScanner lines, boolean isNewest) throws IOException {
      if (lines.tornBytes() == 0) {
        return null;
      }
      if (!isNewest) {
        return new Verdict.Broken(part.name(), lines.lineNumber() + 1, "this record was cut short");
      }
      notes.add(
          "the newest file ends inside a record: it is being written, or the server died then; its"
              + " next start repairs it");
      return null;
    }

    Verdict end(String file) {
      AuditPosition end = last == null ? AuditPosition.START : last;
      for (AuditPosition place : known) {
        if (place.seq() > end.seq()) {
          return new Verdict.Broken(
              file, 0, are(end.seq() + 1, place.seq()) + " missing at the end");
        }
      }
      if (head == null && known.isEmpty()) {
        notes.add(
            "that nothing was cut off behind record %d is not proven here, only what came before checkpoint %d"
                .formatted(end.seq(), signed));
      }
      if (head != null && head.isFinal() && end.seq() > head.last().seq()) {
        return new Verdict.Broken(
            file,
            0,
            were(head.last().seq() + 1, end.seq()) + " added after the server had stopped");
      }
      return new Verdict.Intact(records, end, firstAt, lastAt, List.copyOf(notes));
    }
  }
}
