package io.adit.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReconnectTest {
  private static final RandomGenerator HIGHEST =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          return -1;
        }

        @Override
        public double nextDouble() {
          return Math.nextDown(1.0);
        }
      };

  private final AtomicLong nanos = new AtomicLong();

  @Test
  void waitsTheFirstTimeExactlyAndThenBelowAGrowingCeiling() {
    Reconnect reconnect = new Reconnect(ReconnectPolicy.DEFAULT, HIGHEST, nanos::get);

    assertThat(reconnect.next()).isEqualTo(Duration.ofMillis(100));
    assertThat(reconnect.next().toMillis()).isBetween(119L, 120L);
    assertThat(reconnect.next().toMillis()).isBetween(143L, 144L);
    for (int i = 0; i < 30; i++) {
      reconnect.next();
    }
    assertThat(reconnect.next().toMillis()).isBetween(4_999L, 5_000L);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 8, 60, 3_600})
  void isBackWithinFiveSecondsOfAnOutageOfAnyLength(int outageSeconds) {
    Duration outage = Duration.ofSeconds(outageSeconds);
    for (long seed = 0; seed < 100; seed++) {
      Reconnect reconnect = new Reconnect(ReconnectPolicy.DEFAULT, new Random(seed), nanos::get);
      Duration attempt = Duration.ZERO;
      while (attempt.compareTo(outage) < 0) {
        attempt = attempt.plus(reconnect.next());
      }

      assertThat(attempt.minus(outage)).as("seed %d", seed).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void asksNoMoreOftenThanTheOfficialClientOnceTheOutageIsLong() {
    Reconnect reconnect = new Reconnect(ReconnectPolicy.DEFAULT, new Random(3), nanos::get);
    Duration waited = Duration.ZERO;
    int attempts = 0;
    while (waited.compareTo(Duration.ofHours(1)) < 0) {
      waited = waited.plus(reconnect.next());
      attempts++;
    }

    // Every 2.5 s would be 1,440.
    assertThat(attempts).isLessThan(1_600);
  }

  @Test
  void drawsEvenlyBelowTheCeiling() {
    Reconnect reconnect = new Reconnect(ReconnectPolicy.DEFAULT, new Random(7), nanos::get);
    for (int i = 0; i < 40; i++) {
      reconnect.next();
    }

    double mean = 0;
    for (int i = 0; i < 1_000; i++) {
      long wait = reconnect.next().toMillis();
      assertThat(wait).isBetween(50L, 5_000L);
      mean += wait / 1_000.0;
    }
    assertThat(mean).isBetween(2_300.0, 2_700.0);
  }

  @Test
  void beginsAnewAfterALinkThatLasted() {
    Reconnect reconnect = new Reconnect(ReconnectPolicy.DEFAULT, HIGHEST, nanos::get);
    reconnect.next();
    reconnect.next();

    reconnect.onOpened();
    nanos.addAndGet(Duration.ofSeconds(29).toNanos());
    reconnect.onEnded();
    assertThat(reconnect.next()).isGreaterThan(Duration.ofMillis(100));

    reconnect.onOpened();
    nanos.addAndGet(Duration.ofSeconds(30).toNanos());
    reconnect.onEnded();
    assertThat(reconnect.next()).isEqualTo(Duration.ofMillis(100));
  }
}
