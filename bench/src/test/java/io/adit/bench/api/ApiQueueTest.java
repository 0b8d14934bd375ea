package io.adit.bench.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ApiQueueTest {
  private final ApiQueue queue = new ApiQueue(List.of(new byte[] {1}, new byte[] {2}));

  @Test
  void eachRequestIsTakenOnce() {
    assertThat(queue.take()).isZero();
    assertThat(queue.take()).isEqualTo(1);
    assertThat(queue.take()).isEqualTo(-1);
    assertThat(queue.request(1)).containsExactly(2);
  }

  @Test
  void itIsDoneWhenAllAreAnsweredInWhateverOrder() {
    queue.answer(1, "second", 20);
    assertThat(queue.done()).isNotDone();

    queue.answer(0, "first", 10);

    assertThat(queue.done()).isCompleted();
    assertThat(queue.answers()).containsExactly("first", "second");
    assertThat(queue.nanos()).containsExactly(10L, 20L);
  }

  @Test
  void oneFailureIsTheEnd() {
    queue.fail(new IllegalStateException("429"));

    assertThat(queue.done()).isCompletedExceptionally();
  }
}
