package io.adit.server.store;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether the database can be read and written, by doing both. Whoever asks again soon is
 * told the same, so that strangers who ask cannot keep the disk at work. For any thread.
 */
final class WriteProbe {
  private static final long FRESH_NANOS = Duration.ofSeconds(2).toNanos();

  private final Database database;
  private final Writer writer;
  private final LongSupplier nanoTime;
  private final ReentrantLock probing = new ReentrantLock();

  /** What was found, and when; written under the lock. */
  private volatile @Nullable Finding last;

  /** A finding of some age. */
  private record Finding(long at, Optional<String> problem) {}

  WriteProbe(Database database, Writer writer, LongSupplier nanoTime) {
    this.database = database;
    this.writer = writer;
    this.nanoTime = nanoTime;
  }

  /**
   * May take as long as a write waits for a lock; others are told meanwhile what was found last.
   */
  Optional<String> problem() {
    Finding found = last;
    if (found != null && isFresh(found)) {
      return found.problem();
    }
    if (!probing.tryLock()) {
      return found == null ? Optional.empty() : found.problem();
    }
    try {
      Optional<String> problem = probe();
      last = new Finding(nanoTime.getAsLong(), problem);
      return problem;
    } finally {
      probing.unlock();
    }
  }

  /** A good finding is stale as soon as a commit fails, and a bad one when a commit goes well. */
  private boolean isFresh(Finding found) {
    return nanoTime.getAsLong() - found.at() < FRESH_NANOS
        && found.problem().isEmpty() == writer.isSound();
  }

  private Optional<String> probe() {
    try {
      database.read(transaction ->
          transaction.rows("SELECT written_at FROM write_probe", row -> row.getLong(1)));
      database.write(
          transaction -> transaction.update("UPDATE write_probe SET written_at = written_at + 1"));
      return Optional.empty();
    } catch (DatabaseException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
