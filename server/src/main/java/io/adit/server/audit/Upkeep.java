package io.adit.server.audit;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done each second beside writing: all is put on disk, the database is told, notes of other
 * processes are taken in; each hour old files go. The writer's thread runs it.
 */
final class Upkeep {
  private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
  private static final long TICK_NANOS = Duration.ofSeconds(1).toNanos();
  private static final Duration CLEANING = Duration.ofHours(1);
  private static final int MOST_NOTES = 100;

  private final AuditWriter writer;
  private final AuditStore store;
  private final @Nullable Duration retention;
  private final InstantSource clock;
  private long nextNanos = System.nanoTime();
  private Instant nextCleaning = Instant.MIN;
  private boolean storeFails;

  Upkeep(AuditWriter writer, AuditStore store, @Nullable Duration retention, InstantSource clock) {
    this.writer = writer;
    this.store = store;
    this.retention = retention;
    this.clock = clock;
  }

  boolean isDue() {
    return System.nanoTime() - nextNanos >= 0;
  }

  void run() throws IOException {
    if (!isDue()) {
      return;
    }
    nextNanos = System.nanoTime() + TICK_NANOS;
    writer.sync();
    try {
      takeNotes();
      writer.vouch(false);
      clean();
      storeFails = false;
    } catch (RuntimeException e) {
      // The files are whole; only what is said of them in the database is older than a second.
      if (!storeFails) {
        LOG.error("The database cannot be told how far the audit log is", e);
      }
      storeFails = true;
    }
  }

  /** What the command line did. A note that is taken twice, after a crash, has the same id. */
  void takeNotes() throws IOException {
    List<AuditStore.Note> notes = store.notes(MOST_NOTES);
    if (notes.isEmpty()) {
      return;
    }
    writer.write(notes.stream().map(AuditNotes::entry).toList());
    writer.sync();
    store.removeNotes(notes.getLast().id());
  }

  private void clean() throws IOException {
    Instant now = clock.instant();
    if (retention != null && !now.isBefore(nextCleaning)) {
      nextCleaning = now.plus(CLEANING);
      writer.removeBefore(now.minus(retention));
    }
  }
}
