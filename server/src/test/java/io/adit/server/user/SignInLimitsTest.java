package io.adit.server.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.server.auth.Role;
import io.adit.server.secret.SecretBox;
import io.adit.server.user.SignInLimits.From;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignInLimitsTest {
  @TempDir Path folder;
  private final SecureRandom random = new SecureRandom();
  private Instant now = Instant.parse("2026-11-27T12:00:00Z");
  private KnownBrowsers browsers;
  private SignInLimits limits;

  @BeforeEach
  void make() {
    browsers = new KnownBrowsers(new SecretBox(folder.resolve("secret.key"), random), () -> now);
    limits = new SignInLimits(browsers, random, () -> ChronoUnit.NANOS.between(Instant.EPOCH, now));
  }

  @Test
  void aNameCanBeTriedSoOftenAtAnAddressAndAgainAfterAWhile() {
    // Given
    takeTimes(SignInLimits.OF_A_USER_AT_AN_ADDRESS, "ann", at("192.0.2.1"));

    // Then
    assertThatThrownBy(() -> limits.take("ann", at("192.0.2.1")))
        .isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.retryAfter()).isEqualTo(SignInLimits.REFILL));
    limits.take("bob", at("192.0.2.1"));
    limits.take("ann", at("198.51.100.1"));
    now = now.plus(SignInLimits.REFILL);
    limits.take("ann", at("192.0.2.1"));
    barred("ann", at("192.0.2.1"));
  }

  @Test
  void whoGuessesFromEverywhereIsBarredAndTheUserIsNotWhereTheySignedInBefore() {
    // Given
    var known = new From("192.0.2.200", browsers.mark(user("ann")));

    // When
    for (int i = 0; i < SignInLimits.OF_A_USER; i++) {
      limits.take("ann", at("192.0.2." + i));
    }

    // Then
    barred("ann", at("198.51.100.1"));
    takeTimes(SignInLimits.OF_A_BROWSER, "ann", known);
    barred("ann", known);
  }

  @Test
  void onlyAMarkOfThisUserAndOfThisServerSetsABrowserApart() {
    // Given
    takeTimes(SignInLimits.OF_A_USER_AT_AN_ADDRESS, "ann", at("192.0.2.1"));
    String mark = browsers.mark(user("ann"));
    byte[] changed = Base64.getUrlDecoder().decode(mark);
    changed[changed.length - 1] ^= 1;

    // Then
    for (String bad :
        new String[] {
          browsers.mark(user("bob")),
          Base64.getUrlEncoder().encodeToString(changed),
          mark + mark,
          "x".repeat(100_000),
          "!",
          ""
        }) {
      barred("ann", new From("192.0.2.1", bad));
    }
    limits.take("ann", new From("192.0.2.1", mark));
    now = now.plus(KnownBrowsers.LIFETIME);
    assertThat(browsers.ofUser(mark, "ann")).isEmpty();
  }

  @Test
  void anotherSpellingOfAMarkHasNoCountOfItsOwn() {
    // Given
    String mark = browsers.mark(user("ann"));
    takeTimes(SignInLimits.OF_A_BROWSER, "ann", new From("192.0.2.1", mark));

    // When
    int padding = (4 - mark.length() % 4) % 4;

    // Then
    barred("ann", new From("192.0.2.1", mark + "=".repeat(padding)));
  }

  @Test
  void anAddressCanTrySoManyNamesAndAHostHasOneOfAllItsAddresses() {
    // Given
    for (int i = 0; i < SignInLimits.OF_AN_ADDRESS; i++) {
      limits.take("user" + i, at("2001:db8:1:2::" + i));
    }

    // Then
    barred("ann", at("2001:db8:1:2:ffff::1"));
    limits.take("ann", at("2001:db8:1:3::1"));
  }

  @Test
  void noNumberOfOtherTriesMakesOneForgotten() {
    // Given
    takeTimes(SignInLimits.OF_A_USER_AT_AN_ADDRESS, "ann", at("192.0.2.1"));

    // When
    int let = 0;
    for (int i = 0; i < 30_000; i++) {
      try {
        limits.take("user" + i, at("10.%d.%d.1".formatted(i >> 8, i & 255))).giveBack();
        let++;
      } catch (UserException e) {
        // By chance it shares the place of ann's count.
        assertThat(e).hasMessageContaining("Too many attempts");
      }
    }

    // Then
    assertThat(let).isBetween(29_900, 30_000);
    barred("ann", at("192.0.2.1"));
  }

  @Test
  void aRightPasswordCostsNothing() {
    for (int i = 0; i < 100; i++) {
      limits.take("ann", at("192.0.2.1")).giveBack();
    }
  }

  @Test
  void aClockThatGoesBackGivesNothingAway() {
    // Given
    takeTimes(SignInLimits.OF_A_USER_AT_AN_ADDRESS, "ann", at("192.0.2.1"));

    // When
    now = now.minus(Duration.ofHours(1));

    // Then
    barred("ann", at("192.0.2.1"));
  }

  private void takeTimes(int times, String user, From from) {
    for (int i = 0; i < times; i++) {
      limits.take(user, from);
    }
  }

  private void barred(String user, From from) {
    assertThatThrownBy(() -> limits.take(user, from))
        .isInstanceOfSatisfying(
            UserException.class,
            e -> assertThat(e.reason()).isEqualTo(UserException.Reason.TOO_OFTEN));
  }

  private User user(String name) {
    return new User(name, Role.VIEWER, now);
  }

  private static From at(String address) {
    return new From(address, null);
  }
}
