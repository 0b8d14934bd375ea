package io.adit.server.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Handshakes of addresses, in a time that the test makes. */
class HandshakeLimitsTest {
  private long now;
  private final HandshakeLimits handshakes =
      new HandshakeLimits(Frequency.perSecond(10), () -> now);

  @Test
  void eachAddressHasItsRate() {
    // When
    for (int i = 0; i < 10; i++) {
      assertThat(handshakes.take("a")).isEmpty();
    }

    // Then
    assertThat(handshakes.take("a"))
        .contains(new HandshakeLimits.TooMany(Frequency.perSecond(10), 1, true));
    assertThat(handshakes.take("b")).isEmpty();
    now += Duration.ofMillis(100).toNanos();
    assertThat(handshakes.take("a")).isEmpty();
    assertThat(handshakes.take("a")).isPresent();
  }

  @Test
  void ofManyClientsBehindOneAddressSomeGetInAllTheTime() {
    // Given: 1,000 that come back every 2.5 s.
    int admitted = 0;

    // When: for 20 s
    for (int i = 0; i < 8_000; i++) {
      now += Duration.ofMillis(2).toNanos() + 500_000;
      admitted += handshakes.take("a").isEmpty() ? 1 : 0;
    }

    // Then
    assertThat(admitted).isBetween(200, 212);
  }

  @Test
  void aFloodIsSeenAndForgivenWithTime() {
    // When
    for (int i = 0; i < 19; i++) {
      var _ = handshakes.take("a");
    }

    // Then
    assertThat(handshakes.isFlood("a")).isFalse();
    assertThat(handshakes.take("a")).isPresent();
    assertThat(handshakes.isFlood("a")).isTrue();
    assertThat(handshakes.isFlood("b")).isFalse();
    now += Duration.ofMillis(100).toNanos();
    assertThat(handshakes.isFlood("a")).isFalse();
  }

  @Test
  void onlyTheFirstRefusalOfARowIsNews() {
    for (int i = 0; i < 10; i++) {
      var _ = handshakes.take("a");
    }

    assertThat(handshakes.take("a")).map(HandshakeLimits.TooMany::isFirst).contains(true);
    assertThat(handshakes.take("a")).map(HandshakeLimits.TooMany::isFirst).contains(false);
    now += Duration.ofSeconds(5).toNanos();
    assertThat(handshakes.take("a")).isEmpty();
  }

  @Test
  void addressesAreForgottenWhenThereAreTooMany() {
    // When
    for (int i = 0; i < 3 * HandshakeLimits.MOST_ADDRESSES; i++) {
      var _ = handshakes.take("address-" + i);
    }

    // Then
    assertThat(handshakes.size()).isEqualTo(HandshakeLimits.MOST_ADDRESSES);
  }

  @Test
  void withoutALimitNothingIsCounted() {
    HandshakeLimits none = HandshakeLimits.none();

    for (int i = 0; i < 100_000; i++) {
      assertThat(none.take("a")).isEmpty();
    }
    assertThat(none.isFlood("a")).isFalse();
    assertThat(none.size()).isZero();
  }
}
