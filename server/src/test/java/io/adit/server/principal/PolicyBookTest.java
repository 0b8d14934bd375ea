package io.adit.server.principal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.server.auth.AccessKey;
import io.adit.server.auth.AccessKeys;
import io.adit.server.auth.Caller;
import io.adit.server.auth.Role;
import io.adit.server.auth.SettableClock;
import io.adit.server.http.ApiRequest;
import io.adit.server.policy.Place;
import io.adit.server.policy.Subject;
import io.adit.server.secret.SecretBox;
import io.adit.server.store.Database;
import io.adit.server.store.SqlAccessKeys;
import io.adit.server.store.SqlPolicies;
import io.adit.server.store.SqlUsers;
import io.adit.server.testing.Logged;
import io.adit.server.user.User;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies that are kept, and whose they are. */
class PolicyBookTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final String LOOK =
      "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"iot:ListThings\",\"Resource\":\"*\"}}";

  private static final Place HERE = new Place("aws", "us-east-1", "000000000000");

  @TempDir Path folder;
  private final SettableClock clock = new SettableClock(NOW);
  private Database database;
  private SqlUsers users;
  private PolicyBook book;
  private Principals principals;

  @BeforeEach
  void open() {
    database = new Database(folder.resolve("adit.db"));
    users = new SqlUsers(database);
    users.insertWithoutPassword(new User("ann", Role.NONE, NOW));
    book = new PolicyBook(new SqlPolicies(database), HERE, clock);
    principals = new Principals(book, HERE, clock);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void whatIsAttachedCountsAtOnceAndNoLonger() {
    book.create("look", LOOK);
    assertThat(mayList("ann")).isFalse();

    book.attach("look", "ann");
    assertThat(mayList("ann")).isTrue();

    book.replace("look", LOOK.replace("ListThings", "CreateThing"));
    assertThat(mayList("ann")).isFalse();

    book.replace("look", LOOK);
    assertThat(mayList("ann")).isTrue();
    book.detach("look", "ann");
    assertThat(mayList("ann")).isFalse();
  }

  @Test
  void whatAnotherProcessChangedCountsSoon() {
    book.create("look", LOOK);
    assertThat(mayList("ann")).isFalse();
    new PolicyBook(new SqlPolicies(database), HERE, clock).attach("look", "ann");

    clock.advance(Duration.ofSeconds(5));

    assertThat(mayList("ann")).isTrue();
  }

  @Test
  void aBuiltInPolicyCanBeAttachedAndNotChanged() {
    book.attach("viewer", "ann");

    assertThat(mayList("ann")).isTrue();
    assertThatThrownBy(() -> book.replace("viewer", LOOK))
        .hasMessageContaining("comes with Adit and stays as it is");
    assertThatThrownBy(() -> book.delete("viewer")).isInstanceOf(PolicyFault.class);
    assertThatThrownBy(() -> book.create("viewer", LOOK))
        .hasMessage("There is a policy viewer already");
  }

  @Test
  void whatCannotBeDoneIsToldInWords() {
    book.create("look", LOOK);
    book.attach("look", "ann");

    assertThatThrownBy(() -> book.delete("look"))
        .hasMessage("Policy look is attached to [ann]: detach it first");
    assertThatThrownBy(() -> book.attach("look", "eve")).hasMessage("There is no user eve");
    assertThatThrownBy(() -> book.attach("none-such", "ann"))
        .hasMessage(
            "There is no policy none-such; there are [administrator, operator, viewer, none, look]");
    assertThatThrownBy(() -> book.detach("viewer", "ann"))
        .hasMessage("Policy viewer is not attached to ann");
    assertThatThrownBy(() -> book.create("a b", LOOK)).hasMessageContaining("'a b' does not");
    assertThatThrownBy(() -> book.create("odd", LOOK.replace("Allow", "Permit")))
        .hasMessageContaining("Effect is \"Permit\"");
    String withPrincipal = LOOK.replace("\"Effect\"", "\"Principal\":\"*\",\"Effect\"");
    assertThatThrownBy(() -> book.replace("look", withPrincipal))
        .hasMessageContaining("has a Principal");
    assertThat(book.get("look").document()).isEqualTo(LOOK);
  }

  @Test
  void anArnThatCanMatchNothingHereIsWarnedOf() {
    // Given
    String stray =
        "Statement 1: Resource arn:aws:iot:eu-west-1:000000000000:thing/* can match nothing here:"
            + " it has the region 'eu-west-1' instead of 'us-east-1'";
    String elsewhere = LOOK.replace("\"*\"", "\"arn:aws:iot:eu-west-1:000000000000:thing/*\"");
    book.create("fine", LOOK);

    try (var log = new Logged(PolicyBook.class)) {
      // When
      StoredPolicy policy = book.create("elsewhere", elsewhere);
      book.attach("elsewhere", "ann");
      book.attach("fine", "ann");
      book.logStrays();

      // Then: at the attachment, and at the start of a server
      assertThat(book.strays(policy)).containsExactly(stray);
      assertThat(log.lines())
          .containsExactly("WARN Policy elsewhere: " + stray, "WARN Policy elsewhere: " + stray);
    }
    assertThat(book.strays(principals.imagined("ann").policies()))
        .containsExactly("elsewhere: " + stray);
    assertThat(new PolicyBook(new SqlPolicies(database), null, clock).strays(book.get("elsewhere")))
        .isEmpty();
  }

  @Test
  void whoIsRemovedLeavesNoRightsToTheNextOfTheName() {
    // Given
    AccessKeys keys = keys();
    AccessKey key = keys.create("ann");
    book.attach("administrator", "ann");

    // When
    users.remove("ann", Role.ADMINISTRATOR);
    book.forget();

    // Then
    assertThat(mayList("ann")).isFalse();
    assertThat(keys.find(key.id())).isEmpty();
    users.insertWithoutPassword(new User("ann", Role.NONE, NOW));
    book.forget();
    assertThat(mayList("ann")).isFalse();
  }

  @Test
  void theInstallationsKeyHasItsOwnRole() {
    AccessKey key = keys().administrator();

    Caller caller = principals.with(key, request());

    assertThat(caller.mayAlways("adit:ManageUsers")).isTrue();
    assertThat(principals.atConsole("administrator", null, "::1").mayAlways("iot:ListThings"))
        .isFalse();
  }

  @Test
  void aKeysUseIsWrittenDownOnceInAMinute() {
    // Given
    AccessKeys keys = keys();
    AccessKey key = keys.create("ann");

    // Then
    assertThat(keys.listed("ann").getFirst().lastUse()).isNull();
    keys.find(key.id());
    use(keys, key, "192.0.2.1");
    use(keys, key, "192.0.2.2");
    assertThat(lastAddress(keys)).isEqualTo("192.0.2.1");
    clock.advance(Duration.ofMinutes(1));
    use(keys, key, "192.0.2.3");
    assertThat(lastAddress(keys)).isEqualTo("192.0.2.3");
    assertThat(keys.listed("eve")).isEmpty();
  }

  private static void use(AccessKeys keys, AccessKey key, String address) {
    keys.used(key, address, "iot");
  }

  private static String lastAddress(AccessKeys keys) {
    var use = keys.listed(null).getFirst().lastUse();
    return use == null ? "" : use.address();
  }

  private boolean mayList(String user) {
    return principals.atConsole(user, null, "127.0.0.1").may("iot:ListThings", Subject.of("*"));
  }

  private AccessKeys keys() {
    var random = new SecureRandom();
    return new AccessKeys(
        new SqlAccessKeys(database, new SecretBox(folder.resolve("secret.key"), random), clock),
        random,
        clock);
  }

  private static ApiRequest request() {
    return new ApiRequest("POST", "/", "", Map.of(), new byte[0], "127.0.0.1", "id");
  }
}
