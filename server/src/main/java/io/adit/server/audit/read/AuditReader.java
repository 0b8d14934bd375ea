package io.adit.server.audit.read;

import io.adit.server.audit.chain.AuditFolder;
import io.adit.server.audit.chain.AuditLine;
import io.adit.server.audit.chain.BackwardScanner;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds records in the files, the newest first. For any thread; blocks on the disk. */
public final class AuditReader {
  /** So much is looked through for one page; who wants more asks again. */
  private static final int MOST_LOOKED_AT = 200_000;

  private final AuditFolder folder;

  /**
   * Some records.
   *
   * @param next where the next page begins; null: there is none
   */
  public record Page(List<AuditLine> lines, @Nullable Long next) {}

  public AuditReader(AuditFolder folder) {
    this.folder = folder;
  }

  /** Records that are older than one, which may be the next that is not written yet. */
  public Page before(long seq, AuditFilter filter, int most) throws IOException {
    List<AuditFolder.Part> parts = folder.parts();
    var search = new Search(seq, filter, most);
    for (int i = AuditFolder.indexOf(parts, seq - 1); i >= 0 && i < parts.size(); i--) {
      if (search.isDone(parts.get(i))) {
        break;
      }
    }
    return search.page();
  }

  private static final class Search {
    private final AuditFilter filter;
    private final int most;
    private final List<AuditLine> found = new ArrayList<>();
    private long before;
    private int lookedAt;
    private boolean isOver = true;

    Search(long before, AuditFilter filter, int most) {
      this.before = before;
      this.filter = filter;
      this.most = most;
    }

    /** Looks through a file; returns whether the older ones need no look. */
    boolean isDone(AuditFolder.Part part) throws IOException {
      try (var lines = new BackwardScanner(part.path())) {
        for (byte[] next = lines.previous(); next != null; next = lines.previous()) {
          Optional<AuditLine> line = AuditLine.parse(next).filter(each -> each.seq() < before);
          if (line.isPresent() && isDone(line.get())) {
            return true;
          }
        }
        return false;
      } catch (NoSuchFileException e) {
        // It was kept long enough, and is gone since.
        return true;
      }
    }

    private boolean isDone(AuditLine line) {
      if (found.size() == most || lookedAt == MOST_LOOKED_AT) {
        isOver = false;
        return true;
      }
      before = line.seq();
      lookedAt++;
      if (filter.matches(line)) {
        found.add(line);
      }
      return filter.since() != null && filter.isTooOld(line.tree().path("at").asText());
    }

    Page page() {
      return new Page(List.copyOf(found), isOver ? null : before);
    }
  }
}
