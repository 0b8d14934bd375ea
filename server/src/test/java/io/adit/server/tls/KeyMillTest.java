package io.adit.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.server.testing.TestAuthority;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeyMillTest {
  private static final int ASKED = 3 * KeyMill.MOST_WAITING;

  @Test
  void whoWouldWaitBehindTooManyIsTurnedAwayAndOneThreadMakesTheOthersTheirs() throws Exception {
    // Given
    KeyPair made = TestAuthority.p256();
    CountDownLatch mayMake = new CountDownLatch(1);
    CountDownLatch turnedAway = new CountDownLatch(ASKED - KeyMill.MOST_WAITING - 1);
    AtomicInteger atOnce = new AtomicInteger();
    AtomicInteger mostAtOnce = new AtomicInteger();
    KeyMill mill =
        new KeyMill(() -> {
          mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
          awaitOf(mayMake);
          atOnce.decrementAndGet();
          return made;
        });

    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      // When
      List<Future<Optional<KeyPair>>> asked = new ArrayList<>();
      for (int i = 0; i < ASKED; i++) {
        asked.add(
            callers.submit(() -> {
              Optional<KeyPair> key = mill.make();
              if (key.isEmpty()) {
                turnedAway.countDown();
              }
              return key;
            }));
      }
      awaitOf(turnedAway);
      mayMake.countDown();

      // Then
      int got = 0;
      for (Future<Optional<KeyPair>> each : asked) {
        got += each.get(20, TimeUnit.SECONDS).isPresent() ? 1 : 0;
      }
      assertThat(got).isEqualTo(KeyMill.MOST_WAITING + 1);
      assertThat(mostAtOnce).hasValue(1);
      assertThat(mill.make()).contains(made);
    }
  }

  @Test
  void whatGoesWrongIsTheCallersToHearAndTheMillGoesOn() {
    // Given
    KeyPair made = TestAuthority.p256();
    AtomicInteger calls = new AtomicInteger();
    KeyMill mill =
        new KeyMill(() -> {
          if (calls.getAndIncrement() == 0) {
            throw new IllegalStateException("no entropy");
          }
          return made;
        });

    // Then
    assertThatThrownBy(mill::make)
        .isInstanceOf(CompletionException.class)
        .hasMessageContaining("no entropy");
    assertThat(mill.make()).contains(made);
  }

  private static void awaitOf(CountDownLatch latch) {
    try {
      if (!latch.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("it takes too long");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
