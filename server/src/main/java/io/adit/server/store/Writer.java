package io.adit.server.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that changes the database. It takes all changes that wait, in the order they came,
 * and commits them together, so that many callers share the disk's flush; a caller goes on only
 * when its change is safe. A change that fails is undone alone.
 */
final class Writer implements AutoCloseable {
  private final HikariDataSource connections;
  private final Thread thread;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();

  /** Whether the last commit went well. Written by the thread, read by any. */
  private volatile boolean sound = true;

  // guarded by lock
  private List<Change<?>> waiting = new ArrayList<>();
  private boolean closed;

  private volatile CommitListener listener = CommitListener.NONE;

  Writer(HikariDataSource connections) {
    this.connections = connections;
    this.thread = Thread.ofPlatform().name("adit-store-writer").daemon().start(this::run);
  }

  /** Returns when the change is committed; throws what the work threw, or why it is not stored. */
  <T extends @Nullable Object> T write(Transaction.Work<T> work) throws SQLException {
    Change<T> change = new Change<>(work);
    lock.lock();
    try {
      if (closed) {
        throw new SQLException("the database was closed");
      }
      waiting.add(change);
      arrived.signal();
    } finally {
      lock.unlock();
    }
    return change.await();
  }

  /** Whether the last commit went well; true as well before the first. */
  boolean isSound() {
    return sound;
  }

  /** Who hears of commits from now on. */
  void tell(CommitListener other) {
    listener = other;
  }

  /** How many changes wait for those that are being committed. */
  int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /** Commits what waits, then stops. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      arrived.signal();
    } finally {
      lock.unlock();
    }
    joinUninterruptibly();
  }

  private void joinUninterruptibly() {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    List<Change<?>> batch = take();
    while (!batch.isEmpty()) {
      commit(batch);
      batch = take();
    }
  }

  /** Waits for changes; none when closed. */
  private List<Change<?>> take() {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        arrived.awaitUninterruptibly();
      }
      List<Change<?>> batch = waiting;
      waiting = new ArrayList<>();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void commit(List<Change<?>> batch) {
    long start = System.nanoTime();
    try (Connection connection = connections.getConnection()) {
      commit(batch, connection);
    } catch (SQLException | RuntimeException | Error e) {
      // Whatever it is: this thread goes on, and nobody waits for ever.
      sound = false;
      batch.forEach(change -> change.fail(e));
      return;
    }
    sound = true;
    batch.forEach(Change::acknowledge);
    listener.onCommitted(batch.size(), Duration.ofNanos(System.nanoTime() - start));
  }

  private void commit(List<Change<?>> batch, Connection connection) throws SQLException {
    try {
      for (Change<?> change : batch) {
        change.run(connection);
      }
      connection.commit();
    } catch (SQLException | RuntimeException | Error e) {
      // On some errors SQLite ends the transaction by itself, and its driver does not notice.
      connections.evictConnection(connection);
      throw e;
    }
  }

  /** One caller's work and what came of it; all but the waiting happens on the writer's thread. */
  private static final class Change<T extends @Nullable Object> {
    private final Transaction.Work<T> work;
    private final CompletableFuture<T> done = new CompletableFuture<>();
    private @Nullable Runnable acknowledgement;

    Change(Transaction.Work<T> work) {
      this.work = work;
    }

    /** Throws only when the whole batch is lost, as on a full disk. */
    void run(Connection connection) throws SQLException {
      Savepoint before = connection.setSavepoint();
      try {
        T result = work.in(new Transaction(connection));
        connection.releaseSavepoint(before);
        acknowledgement = () -> done.complete(result);
      } catch (SQLException | RuntimeException | Error e) {
        acknowledgement = () -> done.completeExceptionally(e);
        undo(connection, before, e);
      }
    }

    private static void undo(Connection connection, Savepoint before, Throwable cause)
        throws SQLException {
      try {
        connection.rollback(before);
      } catch (SQLException e) {
        // SQLite has rolled back everything by itself; the first error says why.
        if (cause instanceof SQLException first) {
          first.addSuppressed(e);
          throw first;
        }
        throw e;
      }
    }

    void acknowledge() {
      if (acknowledgement != null) {
        acknowledgement.run();
      }
    }

    void fail(Throwable cause) {
      done.completeExceptionally(cause);
    }

    T await() throws SQLException {
      try {
        return done.join();
      } catch (CompletionException e) {
        switch (e.getCause()) {
          case SQLException cause -> throw cause;
          case RuntimeException cause -> throw cause;
          case Error cause -> throw cause;
          case null, default -> throw e;
        }
      }
    }
  }
}
