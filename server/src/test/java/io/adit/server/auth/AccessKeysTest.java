package io.adit.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AccessKeysTest {
  private final AccessKeysInMemory store = new AccessKeysInMemory();
  private final SettableClock clock =
      new SettableClock(Instant.parse("2026-11-24T11:20:00.123456Z"));
  private final AccessKeys keys = new AccessKeys(store, new SecureRandom(), clock);

  @Test
  void aKeyHasTheFormThatSdksAndCredentialFilesExpect() {
    AccessKey key = keys.create("anna");

    assertThat(key.id()).matches("ADIT[A-Z2-7]{16}");
    assertThat(key.secret()).matches("[A-Za-z0-9_-]{40}");
    assertThat(key.user()).isEqualTo("anna");
    assertThat(key.enabled()).isTrue();
    assertThat(key.createdAt()).isEqualTo("2026-11-24T11:20:00.123Z");
  }

  @Test
  void noTwoKeysAreAlike() {
    AccessKey first = keys.create("anna");
    AccessKey second = keys.create("anna");

    assertThat(first.id()).isNotEqualTo(second.id());
    assertThat(first.secret()).isNotEqualTo(second.secret());
  }

  @Test
  void aPrintedKeyHidesItsSecret() {
    AccessKey key = keys.create("anna");

    assertThat(key.toString()).contains(key.id(), "anna").doesNotContain(key.secret());
  }

  @Test
  void aKeyIsFoundByItsId() {
    AccessKey key = keys.create("anna");

    assertThat(keys.find(key.id())).contains(key);
    assertThat(keys.find("ADITNOSUCHKEY0000000")).isEmpty();
  }

  @Test
  void theAdministratorsKeyIsMadeOnce() {
    AccessKey first = keys.administrator();

    assertThat(first.user()).isEqualTo("administrator");
    assertThat(keys.administrator()).isEqualTo(first);
    assertThat(keys.list()).containsExactly(first);
  }

  @Test
  void aDisabledAdministratorsKeyIsNotHandedOutAgain() {
    AccessKey first = keys.administrator();
    keys.enable(first.id(), false);

    assertThat(keys.administrator().id()).isNotEqualTo(first.id());
  }

  @Test
  void aDisabledKeyIsSeenAsDisabledAtOnce() {
    AccessKey key = keys.create("anna");
    keys.find(key.id());

    assertThat(keys.enable(key.id(), false)).isTrue();

    assertThat(keys.find(key.id())).map(AccessKey::enabled).contains(false);
  }

  @Test
  void disablingAnUnknownKeySaysSo() {
    assertThat(keys.enable("ADITNOSUCHKEY0000000", false)).isFalse();
  }

  @Test
  void theStoreIsNotAskedForEveryRequest() {
    AccessKey key = keys.create("anna");
    for (int i = 0; i < 100; i++) {
      assertThat(keys.find(key.id())).contains(key);
    }

    assertThat(store.finds()).isEqualTo(1);
  }

  @Test
  void whatAnotherProcessDisabledIsSeenSoon() {
    AccessKey key = keys.create("anna");
    keys.find(key.id());
    store.enable(key.id(), false);

    clock.advance(Duration.ofSeconds(5));

    assertThat(keys.find(key.id())).map(AccessKey::enabled).contains(false);
  }
}
