package io.adit.server.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.server.secret.SecretBox;
import io.adit.server.store.Database;
import io.adit.server.store.SqlUsers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersTest {
  @TempDir Path folder;

  @Test
  void aPasswordThatWasNotLookedAtCostsNothing() {
    // Given: nobody computes hashes.
    var random = new SecureRandom();
    var hasher = new PasswordHasher(random);
    hasher.close();
    var browsers =
        new KnownBrowsers(new SecretBox(folder.resolve("secret.key"), random), Clock.systemUTC());
    try (Database database = new Database(folder.resolve("adit.db"))) {
      var users =
          new Users(
              new SqlUsers(database),
              hasher,
              new SignInLimits(browsers, random, System::nanoTime),
              Clock.systemUTC());

      for (int i = 0; i < 2 * SignInLimits.OF_AN_ADDRESS; i++) {
        // When
        var thrown =
            assertThatThrownBy(
                () -> users.signIn("ann", "password", new SignInLimits.From("192.0.2.1", null)));

        // Then
        thrown.isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.reason()).isEqualTo(UserException.Reason.BUSY));
      }
    }
  }
}
