package io.adit.server.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RegistryCallsTest {

  /** A call and who made it. */
  private record Call(int caller, int number) {}

  @Test
  void callsOfManyThreadsRunOneByOneAndEachThreadsInOrder() throws Exception {
    int callers = 8;
    int callsEach = 2_000;
    CountDownLatch done = new CountDownLatch(callers * callsEach);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger overlaps = new AtomicInteger();
    List<Call> order = new ArrayList<>(); // unguarded: calls that overlap would spoil it
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      RegistryCalls calls = new RegistryCalls(threads);

      // When
      for (int caller = 0; caller < callers; caller++) {
        int self = caller;
        var _ =
            threads.submit(() -> {
              for (int number = 0; number < callsEach; number++) {
                Call call = new Call(self, number);
                calls.add(() -> {
                  if (running.incrementAndGet() != 1) {
                    overlaps.incrementAndGet();
                  }
                  order.add(call);
                  running.decrementAndGet();
                  done.countDown();
                });
              }
            });
      }

      // Then
      assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(overlaps).hasValue(0);
    for (int caller = 0; caller < callers; caller++) {
      int self = caller;
      assertThat(order.stream().filter(call -> call.caller() == self).map(Call::number))
          .hasSize(callsEach)
          .isSorted();
    }
  }

  @Test
  void aCallThatFailsDoesNotStopTheNext() throws Exception {
    // Given
    CountDownLatch done = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      RegistryCalls calls = new RegistryCalls(threads);

      // When
      calls.add(() -> {
        throw new IllegalStateException("the disk is full");
      });
      calls.add(done::countDown);

      // Then
      assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }
}
