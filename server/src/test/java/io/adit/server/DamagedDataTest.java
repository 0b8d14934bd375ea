package io.adit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.server.ServerOptions.Listener;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that finds its data damaged says so, and never begins anew in its place. */
class DamagedDataTest {
  private static final int PAGE = 4096;

  @TempDir Path temp;

  @Test
  void anEmptyDatabaseIsNotTakenForANewOne() throws Exception {
    Path data = used();
    Files.write(data.resolve("adit.db"), new byte[0]);

    assertRefused(data, data.resolve("adit.db") + " is empty", "adit restore FILE --force");
  }

  @Test
  void aMissingDatabaseIsNotMadeAnew() throws Exception {
    Path data = used();
    Files.delete(data.resolve("adit.db"));

    assertRefused(data, data.resolve("adit.db") + " is missing", "adit restore FILE --force");
    assertThat(data.resolve("adit.db")).doesNotExist();
  }

  @Test
  void whatAKilledServerLeftIsStartedOn() throws Exception {
    Path data = killed();

    AditServer.start(options(data)).close();
  }

  @Test
  void aKilledServersDatabaseWithoutItsLogIsRefused() throws Exception {
    Path data = killed();
    Files.delete(data.resolve("adit.db-wal"));

    assertRefused(
        data, data.resolve("adit.db-wal") + " is missing", "remove " + data.resolve("endpoint"));
    assertThatThrownBy(() -> ConsoleUsers.open(data))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("adit.db-wal");
    Files.delete(data.resolve("endpoint.json"));
    AditServer.start(options(data)).close();
  }

  @Test
  void whoeverSawToTheUsersOfAKilledServerLostNothing() throws Exception {
    Path data = killed();
    try (ConsoleUsers users = ConsoleUsers.open(data)) {
      users.list();
    }
    assertThat(data.resolve("adit.db-wal")).doesNotExist();

    AditServer.start(options(data)).close();
  }

  @Test
  void aStartThatFailedOnAKilledServersDataDoesNotSpoilTheNext() throws Exception {
    Path data = killed();
    Path noKey = Files.move(data.resolve("ca.key.sealed"), data.resolve("elsewhere"));
    assertThatThrownBy(() -> AditServer.start(options(data))).isInstanceOf(Exception.class);
    Files.move(noKey, data.resolve("ca.key.sealed"));

    AditServer.start(options(data)).close();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.3, 0.7})
  void aTruncatedDatabaseIsRefused(double part) throws Exception {
    Path data = used();
    try (var file = new RandomAccessFile(data.resolve("adit.db").toFile(), "rw")) {
      file.setLength((long) (file.length() * part));
    }

    assertRefused(data, data.resolve("adit.db") + " is damaged", "adit restore FILE --force");
  }

  @Test
  void overwrittenBytesAreFoundWhereverTheyAre() throws Exception {
    Path data = used();
    Path file = data.resolve("adit.db");
    byte[] good = Files.readAllBytes(file);
    var random = new Random(11);
    for (int page = 1; page < good.length / PAGE; page += 5) {
      byte[] noise = new byte[PAGE];
      random.nextBytes(noise);
      byte[] bad = good.clone();
      System.arraycopy(noise, 0, bad, page * PAGE, PAGE);
      Files.write(file, bad);

      assertRefused(data, file + " is damaged", "adit restore FILE --force");
      assertThat(file).hasBinaryContent(bad);
    }
  }

  @Test
  void anOverwrittenBeginningIsSaid() throws Exception {
    Path data = used();
    try (var file = new RandomAccessFile(data.resolve("adit.db").toFile(), "rw")) {
      file.write(new byte[100]);
    }

    assertRefused(data, "its beginning is overwritten", "adit restore FILE --force");
  }

  @Test
  void aDatabaseThatAnotherProgramHoldsIsSaid() throws Exception {
    Path data = used();
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("adit.db"));
        Statement statement = other.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");

      assertRefused(data, "is locked by another program", "stop that program");
    }
    AditServer.start(options(data)).close();
  }

  /** One that a server was started on, and that it left in order. */
  private Path used() {
    Path data = temp.resolve("data");
    AditServer.start(options(data)).close();
    return data;
  }

  /** What there is when a server is killed: a copy of the folder while it runs. */
  private Path killed() throws IOException {
    Path data = temp.resolve("data");
    Path copy = temp.resolve("killed");
    try (AditServer running = AditServer.start(options(data))) {
      Files.createDirectory(
          copy, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      try (var files = Files.list(running.data())) {
        for (Path file : files.toList()) {
          Files.copy(file, copy.resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
    return copy;
  }

  private static void assertRefused(Path data, String... texts) {
    assertThatThrownBy(() -> AditServer.start(options(data)))
        .isInstanceOf(StartupException.class)
        .message()
        .contains(texts);
  }

  private static ServerOptions options(Path data) {
    return ServerOptions.defaults(data)
        .with(new Listener("127.0.0.1", 0))
        .with(ServerOptions.Mqtt.FREE);
  }
}
