package io.adit.server.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SignInLimitsTest {
  private Instant now = Instant.parse("2026-11-27T12:00:00Z");
  private final SignInLimits limits = new SignInLimits(() -> now);

  @Test
  void aNameCanBeTriedSoOftenFromWhereverAndAgainAfterAWhile() {
    // Given
    for (int i = 0; i < SignInLimits.OF_A_USER; i++) {
      limits.take("ann", "192.0.2." + i);
    }

    // Then
    assertThatThrownBy(() -> limits.take("ann", "198.51.100.1"))
        .isInstanceOfSatisfying(
            UserException.class, e -> assertThat(e.retryAfter()).isEqualTo(SignInLimits.REFILL));
    limits.take("bob", "198.51.100.1");
    now = now.plus(SignInLimits.REFILL);
    limits.take("ann", "198.51.100.1");
    assertThatThrownBy(() -> limits.take("ann", "198.51.100.1")).isInstanceOf(UserException.class);
  }

  @Test
  void anAddressCanTrySoManyNamesAndAHostHasOneOfAllItsAddresses() {
    // Given
    for (int i = 0; i < SignInLimits.OF_AN_ADDRESS; i++) {
      limits.take("user" + i, "2001:db8:1:2::" + i);
    }

    // Then
    assertThatThrownBy(() -> limits.take("ann", "2001:db8:1:2:ffff::1"))
        .isInstanceOf(UserException.class);
    limits.take("ann", "2001:db8:1:3::1");
  }

  @Test
  void aRightPasswordCostsNothing() {
    for (int i = 0; i < 100; i++) {
      limits.take("ann", "192.0.2.1");
      limits.giveBack("ann", "192.0.2.1");
    }
  }

  @Test
  void aClockThatGoesBackGivesNothingAway() {
    // Given
    for (int i = 0; i < SignInLimits.OF_A_USER; i++) {
      limits.take("ann", "192.0.2." + i);
    }

    // When
    now = now.minus(Duration.ofHours(1));

    // Then
    assertThatThrownBy(() -> limits.take("ann", "198.51.100.1")).isInstanceOf(UserException.class);
  }
}
