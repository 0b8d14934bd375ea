package io.adit.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The SQL database: SQLite in one file. Reads run side by side, each on a state of its own; writes
 * run one after the other and are on disk when they return. Calls block: run them on virtual
 * threads.
 */
public final class Database implements AutoCloseable {
  private static final int READERS = 4;
  private static final int BUSY_MILLIS = 10_000;

  /** What is read through in a moment at start; a larger one would keep all clients waiting. */
  private static final long LARGEST_CHECKED_BYTES = 256L << 20;

  private final Path file;
  private final int busyMillis;
  private final HikariDataSource readers;
  private final HikariDataSource writers;
  private final Writer writer;
  private final WriteProbe probe;
  private volatile TransactionWatch watch = TransactionWatch.NONE;

  /**
   * Opens the file, or makes it, and brings its schema up to date.
   *
   * @throws DatabaseException when it is not ours, damaged, too new, not readable or not writable
   */
  public Database(Path file) {
    this(file, BUSY_MILLIS);
  }

  /**
   * @param busyMillis how long others may hold a lock that is needed
   */
  Database(Path file, int busyMillis) {
    this(createIfMissing(file.toAbsolutePath()), busyMillis, Migrations::run);
  }

  /**
   * Opens one that is there, beside a server that may run on it: its schema stays as it is.
   *
   * @throws DatabaseException also when its schema is older than this program's
   */
  public static Database existing(Path file) {
    if (!Files.exists(file)) {
      throw new DatabaseException("%s is missing".formatted(file));
    }
    return new Database(file.toAbsolutePath(), BUSY_MILLIS, Migrations::requireNoneDue);
  }

  private Database(Path file, int busyMillis, Consumer<Migrations> schema) {
    this.file = file;
    this.busyMillis = busyMillis;
    probe();
    this.writers = writers();
    try {
      schema.accept(new Migrations(this.file, writers));
    } catch (RuntimeException e) {
      writers.close();
      throw e;
    }
    this.readers = readers();
    this.writer = new Writer(writers);
    this.probe = new WriteProbe(this, writer, System::nanoTime);
  }

  /** What keeps it from reading or writing, in words for the operator; empty: nothing. */
  public Optional<String> problem() {
    return probe.problem();
  }

  /** Runs a reading transaction; what it sees does not change under it. */
  <T extends @Nullable Object> T read(Transaction.Work<T> work) {
    try (var _ = watch.begin("read");
        Connection connection = readers.getConnection()) {
      return work.in(new Transaction(connection));
    } catch (SQLException e) {
      throw DatabaseException.of(file, e);
    }
  }

  /**
   * Runs a writing transaction. On return it is on disk; on an exception nothing of it is. The work
   * runs once, on another thread, and should be short: others wait for it.
   */
  <T extends @Nullable Object> T write(Transaction.Work<T> work) {
    try (var _ = watch.begin("write")) {
      return writer.write(work);
    } catch (SQLException e) {
      throw DatabaseException.of(file, e);
    }
  }

  /** Who hears of transactions from now on. */
  public void tell(TransactionWatch other) {
    watch = other;
  }

  /** Who hears of commits from now on. */
  public void tell(CommitListener listener) {
    writer.tell(listener);
  }

  /** How many changes wait for those that are being committed. */
  public int waitingChanges() {
    return writer.waiting();
  }

  @Override
  public void close() {
    writer.close();
    readers.close();
    writers.close();
  }

  /** The owner's alone: SQLite gives its other files the rights of this one. */
  private static Path createIfMissing(Path file) {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] rights =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try {
      return Files.createFile(file, rights);
    } catch (FileAlreadyExistsException e) {
      return file; // a later start
    } catch (IOException e) {
      throw new DatabaseException(
          "%s cannot be created: see that its folder exists and that user %s may write there (%s)"
              .formatted(file, System.getProperty("user.name"), e),
          e);
    }
  }

  /**
   * Finds what is wrong with the file before a pool does, which would log it in its own words, and
   * before anything in another program's database is changed.
   */
  private void probe() {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement()) {
      if (isForeign(statement)) {
        throw new DatabaseException(
            "%s is a database, but not Adit's: move it away or choose another data folder"
                .formatted(file));
      }
      requireSound(statement);
      useWriteAheadLog(statement);
      statement.execute("BEGIN IMMEDIATE");
      statement.execute("ROLLBACK");
    } catch (SQLException e) {
      throw DatabaseException.of(file, e);
    }
  }

  /** Damage is found now, and not by the caller who meets it first. */
  private void requireSound(Statement statement) throws SQLException {
    if (file.toFile().length() > LARGEST_CHECKED_BYTES) {
      return;
    }
    try (ResultSet check = statement.executeQuery("PRAGMA quick_check(1)")) {
      String found = check.next() ? check.getString(1) : "nothing";
      if (!found.equals("ok")) {
        throw DatabaseException.damaged(file, found);
      }
    }
  }

  /** SQLite keeps to this in the file, and answers with another mode where it cannot. */
  private void useWriteAheadLog(Statement statement) throws SQLException {
    try (ResultSet mode = statement.executeQuery("PRAGMA journal_mode = WAL")) {
      if (!mode.next() || !mode.getString(1).equals("wal")) {
        throw new DatabaseException(
            "%s cannot have a write-ahead log there: choose a data folder on a local disk"
                .formatted(file));
      }
    }
  }

  private static boolean isForeign(Statement statement) throws SQLException {
    String sql =
        "SELECT count(*), count(*) FILTER (WHERE name = '%s') FROM sqlite_schema WHERE type = 'table'"
            .formatted(Migrations.HISTORY);
    try (ResultSet tables = statement.executeQuery(sql)) {
      return tables.next() && tables.getInt(1) > 0 && tables.getInt(2) == 0;
    }
  }

  private HikariDataSource writers() {
    return new HikariDataSource(pool("adit-writer", 1));
  }

  private HikariDataSource readers() {
    HikariConfig config = pool("adit-readers", READERS);
    config.setConnectionInitSql("PRAGMA query_only = ON");
    return new HikariDataSource(config);
  }

  private HikariConfig pool(String name, int size) {
    HikariConfig config = new HikariConfig();
    config.setPoolName(name);
    config.setJdbcUrl(url());
    config.setDataSourceProperties(properties());
    config.setMaximumPoolSize(size);
    config.setAutoCommit(false);
    return config;
  }

  /** As a URI, so that a question mark in a folder's name does not start SQLite's options. */
  private String url() {
    return "jdbc:sqlite:" + file.toUri().toASCIIString();
  }

  private Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("journal_mode", "WAL");
    properties.setProperty("synchronous", "FULL");
    properties.setProperty("busy_timeout", Integer.toString(busyMillis));
    properties.setProperty("foreign_keys", "true");
    return properties;
  }
}
