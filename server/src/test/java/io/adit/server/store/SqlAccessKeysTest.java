package io.adit.server.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.server.auth.AccessKey;
import io.adit.server.secret.SecretBox;
import io.adit.server.secret.SecretBoxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlAccessKeysTest {
  private static final Instant NOW = Instant.parse("2026-11-24T11:20:00.123Z");
  private static final AccessKey FIRST = key("ADITAAAAAAAAAAAAAAAA", "secret-of-the-first", 0);
  private static final AccessKey SECOND = key("ADITBBBBBBBBBBBBBBBB", "secret-of-the-second", 1);

  @TempDir Path folder;
  private Database database;
  private SqlAccessKeys keys;

  @BeforeEach
  void open() {
    database = new Database(folder.resolve("adit.db"));
    keys = keys("secret.key");
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aKeyComesBackAsItWas() {
    keys.insert(FIRST);
    keys.insert(SECOND);

    assertThat(keys.find(FIRST.id())).contains(FIRST);
    assertThat(keys.find(SECOND.id())).contains(SECOND);
    assertThat(keys.find("ADITNOSUCHKEY0000000")).isEmpty();
  }

  @Test
  void aKeySurvivesARestart() {
    keys.insert(FIRST);

    database.close();
    open();

    assertThat(keys.find(FIRST.id())).contains(FIRST);
  }

  @Test
  void keysAreListedOldestFirst() {
    keys.insert(SECOND);
    keys.insert(FIRST);

    assertThat(keys.list()).containsExactly(FIRST, SECOND);
  }

  @Test
  void aDisabledKeyIsKeptAndShownAsDisabled() {
    keys.insert(FIRST);
    keys.insert(SECOND);

    assertThat(keys.enable(FIRST.id(), false)).isTrue();

    assertThat(keys.list()).extracting(AccessKey::enabled).containsExactly(false, true);
    assertThat(keys.enable(FIRST.id(), false)).isTrue();
    assertThat(keys.enable("ADITNOSUCHKEY0000000", false)).isFalse();
  }

  @Test
  void anIdIsGivenOnce() {
    keys.insert(FIRST);

    assertThatThrownBy(() -> keys.insert(FIRST)).isInstanceOf(DatabaseException.class);
  }

  @Test
  void noFileOfTheDatabaseHoldsTheSecret() throws IOException {
    keys.insert(FIRST);

    for (String content : contents()) {
      assertThat(content).doesNotContain(FIRST.secret());
    }
    assertThat(contents()).anyMatch(content -> content.contains(FIRST.id()));
  }

  @Test
  void aSecretMovedToAnotherKeysRowIsRefused() {
    keys.insert(FIRST);
    keys.insert(SECOND);
    database.write(transaction ->
        transaction.update(
            """
            UPDATE access_key SET sealed_secret =
              (SELECT sealed_secret FROM access_key WHERE access_key_id = ?)
            WHERE access_key_id = ?
            """,
            FIRST.id(),
            SECOND.id()));

    assertThatThrownBy(() -> keys.find(SECOND.id()))
        .isInstanceOf(SecretBoxException.class)
        .hasMessageContaining(SECOND.id());
  }

  @Test
  void withoutItsKeyFileTheDatabaseGivesNoSecretAway() {
    keys.insert(FIRST);

    assertThatThrownBy(() -> keys("another.key").find(FIRST.id()))
        .isInstanceOf(SecretBoxException.class)
        .hasMessageContaining("another.key is missing");
  }

  private List<String> contents() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> databaseFiles =
          files.filter(file -> file.getFileName().toString().startsWith("adit.db")).toList();
      List<String> contents = new ArrayList<>();
      for (Path file : databaseFiles) {
        contents.add(Files.readString(file, ISO_8859_1));
      }
      return contents;
    }
  }

  private SqlAccessKeys keys(String keyFile) {
    SecretBox box = new SecretBox(folder.resolve(keyFile), new SecureRandom());
    return new SqlAccessKeys(database, box, InstantSource.fixed(NOW));
  }

  private static AccessKey key(String id, String secret, long millisLater) {
    return new AccessKey(id, secret, "anna", true, NOW.plusMillis(millisLater));
  }
}
