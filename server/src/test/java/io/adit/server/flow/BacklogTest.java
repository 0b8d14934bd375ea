package io.adit.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.fuzz.Seeds;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private final Backlog backlog = new Backlog();

  @Test
  void whatIsAddedComesOutWholeAndInOrder() {
    Seeds.forEach(10, BacklogTest::addAndRemove);
  }

  private static void addAndRemove(RandomGenerator random) {
    Backlog backlog = new Backlog();
    Queue<ByteBuffer> expected = new ArrayDeque<>();
    int bytes = 0;
    for (int step = 0; step < 5_000; step++) {
      if (random.nextInt(100) < 52) {
        byte[] message = Seeds.bytes(random, size(random));
        backlog.add(message.length, out -> out.put(message));
        expected.add(ByteBuffer.wrap(message));
        bytes += message.length;
      } else if (!expected.isEmpty()) {
        ByteBuffer next = expected.remove();
        assertThat(backlog.nextSize()).isEqualTo(next.remaining());
        assertThat(backlog.remove()).isEqualTo(next);
        bytes -= next.remaining();
      }
      assertThat(backlog.bytes()).isEqualTo(bytes);
      assertThat(backlog.isEmpty()).isEqualTo(expected.isEmpty());
    }
  }

  private static int size(RandomGenerator random) {
    return random.nextInt(random.nextInt(20) == 0 ? Pacer.BURST_BYTES + 1 : 200);
  }

  @Test
  void aMessageTakenOutIsNotWrittenOverByLaterOnes() {
    add("first");
    add("second");
    ByteBuffer first = backlog.remove();

    for (int i = 0; i < 10_000; i++) {
      add("later");
      backlog.remove();
    }

    assertThat(StandardCharsets.US_ASCII.decode(first).toString()).isEqualTo("first");
  }

  @Test
  void manyMessagesOfOneByteTakeFiveBytesEach() {
    for (int i = 0; i < 200_000; i++) {
      add("x");
    }

    assertThat(backlog.heapBytes()).isBetween(5 * 200_000, 5 * 200_000 + 32 * 1024);
  }

  @Test
  void nothingIsKeptForNothing() {
    add("x");
    backlog.remove();
    assertThat(backlog.heapBytes()).isZero();

    add("x");
    backlog.clear();
    assertThat(backlog.heapBytes()).isZero();
    assertThat(backlog.bytes()).isZero();
    assertThat(backlog.isEmpty()).isTrue();
  }

  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    backlog.add(bytes.length, out -> out.put(bytes));
  }
}
