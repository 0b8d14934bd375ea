package io.adit.server.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.auth.AccessKey;
import io.adit.server.auth.AccessKeys;
import io.adit.server.auth.Role;
import io.adit.server.secret.SecretBox;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.time.Clock;
import java.util.Base64;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a data folder from before policies. */
class PoliciesMigrationTest {
  @TempDir Path folder;

  @Test
  void theKeysThatThereAreMayDoEverythingAsBefore() throws Exception {
    // Given
    Path file = folder.resolve("adit.db");
    String url = "jdbc:sqlite:" + file;
    var random = new SecureRandom();
    var box = new SecretBox(folder.resolve("secret.key"), random);
    Flyway.configure()
        .dataSource(url, null, null)
        .table(Migrations.HISTORY)
        .locations("classpath:db/migration")
        .target("7")
        .load()
        .migrate();
    byte[] sealed = box.seal("secret".getBytes(UTF_8), "the secret of access key OLD");
    try (var connection = DriverManager.getConnection(url);
        var insert =
            connection.prepareStatement(
                "INSERT INTO access_key VALUES ('OLD', ?, 'administrator', 1, NULL)")) {
      insert.setString(1, Base64.getEncoder().encodeToString(sealed));
      insert.executeUpdate();
    }

    // When
    try (Database database = new Database(file)) {
      var keys =
          new AccessKeys(
              new SqlAccessKeys(database, box, Clock.systemUTC()), random, Clock.systemUTC());

      // Then
      AccessKey old = keys.administrator();
      assertThat(old.id()).isEqualTo("OLD");
      assertThat(old.given()).isEqualTo(Role.ADMINISTRATOR);
      assertThat(keys.create("ann").given()).isNull();
    }
  }
}
