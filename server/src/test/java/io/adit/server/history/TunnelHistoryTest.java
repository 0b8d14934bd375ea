package io.adit.server.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.server.tunnel.CloseCause;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class TunnelHistoryTest {

  @Test
  void whatComesFasterThanItIsWrittenIsBoundedAndHoldsNobodyUp() throws Exception {
    // Given
    var store = new SlowStore();
    try (TunnelHistory history = TunnelHistory.start(store, Clock.systemUTC())) {
      history.onClosed("first", CloseCause.EXPIRED);
      assertThat(store.entered.await(10, TimeUnit.SECONDS)).isTrue();

      // When
      for (int i = 0; i < TunnelHistory.MOST_WAITING + 5; i++) {
        history.onClosed("tunnel" + i, CloseCause.EXPIRED);
      }
      store.released.countDown();
      List<TunnelEvent> written = history.of("any");
      history.onClosed("last", CloseCause.EXPIRED);

      // Then
      assertThat(written).hasSize(1 + TunnelHistory.MOST_WAITING);
      assertThat(history.of("any").getLast().tunnelId()).isEqualTo("last");
    }
  }

  @Test
  void aStoreThatFailsInAnyWayLosesThatAloneAndNobodyWaitsForIt() {
    // Given
    var store = new SlowStore();
    store.released.countDown();
    store.failure = new StackOverflowError("a test's");
    try (TunnelHistory history = TunnelHistory.start(store, Clock.systemUTC())) {
      // When
      history.onClosed("first", CloseCause.EXPIRED);
      history.of("any");
      history.onClosed("second", CloseCause.EXPIRED);

      // Then
      assertThat(history.of("any")).extracting(TunnelEvent::tunnelId).containsExactly("second");
    }
  }

  /** Keeps all in one list, once it is let. */
  private static final class SlowStore implements HistoryStore {
    final CountDownLatch entered = new CountDownLatch(1);
    final CountDownLatch released = new CountDownLatch(1);
    private final List<TunnelEvent> events = new ArrayList<>();
    volatile @Nullable Error failure;

    @Override
    public void add(List<TunnelEvent> added, int mostOfTunnel) {
      entered.countDown();
      try {
        assertThat(released.await(10, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      Error thrown = failure;
      if (thrown != null) {
        failure = null;
        throw thrown;
      }
      synchronized (events) {
        events.addAll(added);
      }
    }

    @Override
    public List<TunnelEvent> of(String tunnelId) {
      synchronized (events) {
        return List.copyOf(events);
      }
    }
  }
}
