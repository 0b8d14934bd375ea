package io.adit.server.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.server.auth.Role;
import io.adit.server.store.Database;
import io.adit.server.store.SqlSessions;
import io.adit.server.store.SqlUsers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {
  @TempDir Path folder;
  private Instant now = Instant.parse("2026-11-27T12:00:00Z");
  private Database database;
  private SqlUsers users;
  private Sessions sessions;
  private UserStore.WithHash checked;
  private final User ann = new User("ann", Role.OPERATOR, now);

  @BeforeEach
  void open() {
    database = new Database(folder.resolve("adit.db"));
    users = new SqlUsers(database);
    users.insert(ann, "hash");
    checked = new UserStore.WithHash(ann, "hash");
    sessions = new Sessions(new SqlSessions(database), new SecureRandom(), () -> now);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void aSessionEndsWithoutUseAndLookingIsNoUse() {
    // Given
    String secret = sessions.open(checked);
    Session session = sessions.use(secret).orElseThrow();

    // When
    pass(Duration.ofMinutes(29));
    boolean before = sessions.isAlive(session);
    pass(Duration.ofMinutes(1));

    // Then
    assertThat(before).isTrue();
    assertThat(sessions.use(secret)).isEmpty();
  }

  @Test
  void usingKeepsASessionAliveForTwelveHoursAndNoLonger() {
    // Given
    String secret = sessions.open(checked);

    // When
    for (int i = 0; i < 35; i++) {
      pass(Duration.ofMinutes(20));
      assertThat(sessions.use(secret)).as("after %d times 20 minutes", i + 1).isPresent();
    }
    pass(Duration.ofMinutes(20));

    // Then
    assertThat(sessions.use(secret)).isEmpty();
  }

  @Test
  void whomAProviderVouchesForIsAskedForAgainAfterTwoHours() {
    // Given
    String secret = sessions.open("oidc:ann~0123abcd", Role.ADMINISTRATOR);

    // When
    for (int i = 0; i < 5; i++) {
      pass(Duration.ofMinutes(20));
      assertThat(sessions.use(secret)).as("after %d times 20 minutes", i + 1).isPresent();
    }
    pass(Duration.ofMinutes(20));

    // Then
    assertThat(sessions.use(secret)).isEmpty();
  }

  @Test
  void aRemovedUserIsSignedInNoMoreAndTheLastAdministratorStays() {
    // Given
    users.insert(new User("bob", Role.ADMINISTRATOR, now), "hash");
    String secret = sessions.open(checked);

    // When
    UserStore.Removal removal = users.remove("ann", Role.ADMINISTRATOR);

    // Then
    assertThat(removal).isEqualTo(UserStore.Removal.DONE);
    assertThat(sessions.use(secret)).isEmpty();
    assertThat(users.remove("bob", Role.ADMINISTRATOR))
        .isEqualTo(UserStore.Removal.LAST_ADMINISTRATOR);
  }

  @Test
  void aPasswordThatWasCheckedBeforeItWasChangedOpensNothing() {
    // When
    boolean isChanged = users.replacePassword(checked, "other");
    sessions.endAll("ann");

    // Then
    assertThat(isChanged).isTrue();
    assertThatThrownBy(() -> sessions.open(checked))
        .isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.reason()).isEqualTo(UserException.Reason.WRONG));
    assertThat(users.replacePassword(checked, "third")).isFalse();
    assertThat(sessions.use(sessions.open(new UserStore.WithHash(ann, "other")))).isPresent();
  }

  @Test
  void theSecretIsKeptNowhere() {
    String secret = sessions.open("oidc:ann", Role.VIEWER);

    assertThat(sessions.use(secret).orElseThrow().role()).isEqualTo(Role.VIEWER);
    assertThat(sessions.use(sessions.use(secret).orElseThrow().hash())).isEmpty();
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }
}
