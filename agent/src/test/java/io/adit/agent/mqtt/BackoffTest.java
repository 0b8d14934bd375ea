package io.adit.agent.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void spreadsAFleetThatLostItsGatewayInOneMoment() {
    long[] waits =
        IntStream.range(0, 1_000)
            .mapToLong(seed -> backoff(seed).next().toMillis())
            .sorted()
            .toArray();

    assertThat(waits[0]).isGreaterThanOrEqualTo(500);
    assertThat(waits[999]).isLessThanOrEqualTo(5_000);
    for (long from = 500; from < 4_500; from += 500) {
      long begin = from;
      long within =
          IntStream.range(0, 1_000)
              .filter(i -> waits[i] >= begin && waits[i] < begin + 500)
              .count();
      assertThat(within).as("from %d ms", begin).isBetween(50L, 180L);
    }
  }

  @Test
  void waitsLongerAndLongerUpToALimit() {
    long longest = 0;
    for (int seed = 0; seed < 100; seed++) {
      Backoff backoff = backoff(seed);
      for (int i = 0; i < 20; i++) {
        longest = Math.max(longest, backoff.next().toMillis());
      }
    }

    assertThat(longest).isBetween(50_000L, 60_000L);
  }

  @Test
  void beginsAnewAfterAHealthyWhile() {
    Backoff backoff = backoff(1);
    for (int i = 0; i < 20; i++) {
      backoff.next();
    }

    backoff.reset();

    assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void leavesTheOtherClientAMinute() {
    for (int seed = 0; seed < 100; seed++) {
      assertThat(backoff(seed).nextAfterTakeover())
          .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(120));
    }
  }

  private static Backoff backoff(int seed) {
    return new Backoff(Patience.DEFAULT, new Random(seed));
  }
}
