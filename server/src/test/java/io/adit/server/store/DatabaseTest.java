package io.adit.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
  @TempDir Path folder;

  @Test
  void whatWasWrittenIsThereAfterTheNextStart() {
    Path file = folder.resolve("adit.db");
    try (Database database = withNotes(file)) {
      write(database, "one");
    }

    try (Database database = new Database(file)) {
      assertThat(notes(database)).containsExactly("one");
    }
  }

  @Test
  void commitsAreFlushedToDiskAndForeignKeysHold() {
    try (Database database = new Database(folder.resolve("adit.db"))) {
      assertThat(pragma(database, "journal_mode")).isEqualTo("wal");
      assertThat(pragma(database, "synchronous")).isEqualTo("2");
      assertThat(pragma(database, "foreign_keys")).isEqualTo("1");
    }
  }

  @Test
  void theFileIsItsOwnersAlone() throws Exception {
    Path file = folder.resolve("adit.db");
    try (Database database = withNotes(file)) {
      write(database, "one");

      for (String name : List.of("adit.db", "adit.db-wal", "adit.db-shm")) {
        assertThat(
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
            .as(name)
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void aFolderMayHaveCharactersThatMeanSomethingInAnAddress() throws Exception {
    Path file = Files.createDirectory(folder.resolve("a?mode=memory&b #1%20 ü")).resolve("adit.db");
    try (Database database = withNotes(file)) {
      write(database, "one");
    }

    assertThat(file).isNotEmptyFile();
    try (Database database = new Database(file)) {
      assertThat(notes(database)).containsExactly("one");
    }
  }

  @Test
  void aReadSeesOneStateAllAlong() {
    try (Database database = withNotes(folder.resolve("adit.db"))) {
      write(database, "one");

      List<String> seen =
          database.read(transaction -> {
            List<String> notes = new ArrayList<>(noteRows(transaction));
            write(database, "two");
            notes.addAll(noteRows(transaction));
            return notes;
          });

      assertThat(seen).containsExactly("one", "one");
      assertThat(notes(database)).containsExactly("one", "two");
    }
  }

  @Test
  void aReadCannotWrite() {
    try (Database database = withNotes(folder.resolve("adit.db"))) {
      assertThatThrownBy(() -> database.read(transaction -> transaction.update("DELETE FROM note")))
          .isInstanceOf(DatabaseException.class)
          .hasMessageContaining("readonly");
    }
  }

  @Test
  void aFailedChangeIsUndoneAloneAmongThoseCommittedWithIt() throws Exception {
    try (Database database = withNotes(folder.resolve("adit.db"));
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      CountDownLatch held = new CountDownLatch(1);
      CountDownLatch queued = new CountDownLatch(1);
      Future<?> first =
          callers.submit(() ->
              database.write(transaction -> {
                held.countDown();
                awaitQuietly(queued);
                return insert(transaction, "first");
              }));
      held.await();
      // While the first is held, the others gather, and so share one commit.
      List<Future<?>> others = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        String note = "note " + i;
        boolean fails = i % 2 == 1;
        others.add(
            callers.submit(() ->
                database.write(transaction -> {
                  insert(transaction, note);
                  if (fails) {
                    throw new IllegalStateException("no " + note);
                  }
                  return note;
                })));
      }
      queued.countDown();

      first.get();
      for (int i = 0; i < 20; i++) {
        Future<?> other = others.get(i);
        if (i % 2 == 0) {
          assertThat(other.get()).isEqualTo("note " + i);
        } else {
          assertThatThrownBy(other::get).hasRootCauseMessage("no note " + i);
        }
      }
      assertThat(notes(database))
          .contains("first")
          .hasSize(11)
          .allMatch(note -> note.equals("first") || Integer.parseInt(note.substring(5)) % 2 == 0);
    }
  }

  @Test
  void aFullDiskFailsTheChangeAndSaysSoAndLosesNothing() {
    try (Database database = withNotes(folder.resolve("adit.db"))) {
      write(database, "one");
      int pages = Integer.parseInt(pragma(database, "page_count"));
      database.write(t -> t.rows("PRAGMA max_page_count = " + pages, row -> row.getInt(1)));

      assertThatThrownBy(() -> write(database, "x".repeat(100_000)))
          .isInstanceOf(DatabaseException.class)
          .hasMessageContaining("The disk that holds " + folder.resolve("adit.db") + " is full")
          .hasMessageContaining("make room");

      assertThat(notes(database)).containsExactly("one");
      // The limit went with its connection, which a failed commit does not give back.
      write(database, "x".repeat(100_000));
      assertThat(notes(database)).hasSize(2);
    }
  }

  @Test
  void aFileThatIsNoDatabaseIsRefusedAndLeftAlone() throws Exception {
    Path file = Files.writeString(folder.resolve("adit.db"), "shopping list ".repeat(100));

    assertThatThrownBy(() -> new Database(file))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining(file + " is not a database: move it away");
    assertThat(file).hasContent("shopping list ".repeat(100));
  }

  @Test
  void anotherProgramsDatabaseIsRefusedAndLeftAlone() throws Exception {
    Path file = folder.resolve("adit.db");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE bookmark (url TEXT)");
    }
    byte[] before = Files.readAllBytes(file);

    assertThatThrownBy(() -> new Database(file))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining(file + " is a database, but not Adit's: move it away");
    assertThat(file).hasBinaryContent(before);
  }

  @Test
  void aNewerSchemaIsRefused() {
    Path file = folder.resolve("adit.db");
    try (Database database = new Database(file)) {
      database.write(transaction ->
          transaction.update(
              """
              INSERT INTO flyway_schema_history
              SELECT 1000, '99', 'from the future', type, 'V99__from_the_future.sql', checksum,
                installed_by, installed_on, execution_time, success
              FROM flyway_schema_history WHERE version = '1'
              """));
    }

    assertThatThrownBy(() -> new Database(file))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining(file + " was written by a newer Adit (schema 99)");
  }

  @Test
  void aMissingFolderIsNamed() {
    Path file = folder.resolve("missing").resolve("adit.db");

    assertThatThrownBy(() -> new Database(file))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining(file + " cannot be created: see that its folder exists");
  }

  @Test
  void aFolderInThePlaceOfTheFileIsNamed() throws Exception {
    Path file = Files.createDirectory(folder.resolve("adit.db"));

    assertThatThrownBy(() -> new Database(file))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining(file + " cannot be opened");
  }

  @Test
  void itSaysWhatKeepsItFromWritingAsLongAsThatLasts() {
    try (Database database = withNotes(folder.resolve("adit.db"))) {
      assertThat(database.problem()).isEmpty();
      database.write(transaction ->
          transaction.update(
              """
              CREATE TRIGGER fault BEFORE UPDATE ON write_probe
              BEGIN SELECT RAISE(ABORT, 'the disk is gone'); END
              """));

      // When
      assertThatThrownBy(() ->
              database.write(transaction ->
                  transaction.update("INSERT INTO write_probe SELECT 1, 2 FROM missing")))
          .isInstanceOf(DatabaseException.class);
      // Then: one bad change is the caller's; the next probe finds out.
      assertThat(soon(database::problem, Optional::isPresent))
          .hasValueSatisfying(problem -> assertThat(problem).contains("the disk is gone"));

      // When
      database.write(transaction -> transaction.update("DROP TRIGGER fault"));
      // Then
      assertThat(soon(database::problem, Optional::isEmpty)).isEmpty();
    }
  }

  private static <T> T soon(Supplier<T> question, Predicate<T> good) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    T answer = question.get();
    while (!good.test(answer) && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
      answer = question.get();
    }
    return answer;
  }

  @Test
  void aLockThatAnotherProgramHoldsIsSaidAndIsOverWithIt() throws Exception {
    Path file = folder.resolve("adit.db");
    try (Database database = new Database(file, 50)) {
      database.write(t -> t.update("CREATE TABLE note (text TEXT)"));
      try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
          Statement statement = other.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");

        assertThatThrownBy(() -> write(database, "one"))
            .isInstanceOf(DatabaseException.class)
            .hasMessageContaining(file + " is locked by another program");
        assertThat(database.problem())
            .hasValueSatisfying(
                problem -> assertThat(problem).contains("is locked by another program"));
        assertThat(notes(database)).isEmpty();
      }

      write(database, "two");
      assertThat(database.problem()).isEmpty();
      assertThat(notes(database)).containsExactly("two");
    }
  }

  @Test
  void whoLooksInBesideAServerLeavesItsSchemaAlone() {
    Path file = folder.resolve("adit.db");
    try (Database older = new Database(file)) {
      older.write(transaction ->
          transaction.update("DELETE FROM flyway_schema_history WHERE version = '11'"));

      assertThatThrownBy(() -> Database.existing(file))
          .isInstanceOf(DatabaseException.class)
          .hasMessageContaining(file + " was written by an older Adit")
          .hasMessageContaining("start this version's server");
    }
  }

  @Test
  void whoLooksInMakesNoNewDatabase() {
    Path file = folder.resolve("adit.db");

    assertThatThrownBy(() -> Database.existing(file)).isInstanceOf(DatabaseException.class);

    assertThat(file).doesNotExist();
  }

  @Test
  void aReadOnlyFileSaysWhoNeedsWhichRight() {
    // Tests may run as root, to whom no file is read-only: so the error itself is given.
    Path file = folder.resolve("adit.db");

    assertThat(DatabaseException.of(file, new SQLException("attempt to write", null, 8)))
        .hasMessageContaining(file + " cannot be written: give user ")
        .hasMessageContaining(System.getProperty("user.name"));
  }

  @Test
  void afterCloseACallFailsInsteadOfWaiting() {
    Database database = withNotes(folder.resolve("adit.db"));
    database.close();

    assertThatThrownBy(() -> write(database, "late")).isInstanceOf(DatabaseException.class);
    assertThatThrownBy(() -> notes(database)).isInstanceOf(DatabaseException.class);
  }

  private static Database withNotes(Path file) {
    Database database = new Database(file);
    database.write(t -> t.update("CREATE TABLE IF NOT EXISTS note (text TEXT)"));
    return database;
  }

  private static void write(Database database, String note) {
    database.write(transaction -> insert(transaction, note));
  }

  private static int insert(Transaction transaction, String note) throws SQLException {
    return transaction.update("INSERT INTO note VALUES (?)", note);
  }

  private static List<String> notes(Database database) {
    return database.read(DatabaseTest::noteRows);
  }

  private static List<String> noteRows(Transaction transaction) throws SQLException {
    return transaction.rows("SELECT text FROM note", row -> row.getString(1));
  }

  private static String pragma(Database database, String name) {
    return database
        .write(transaction -> transaction.row("PRAGMA " + name, row -> row.getString(1)))
        .orElseThrow();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
