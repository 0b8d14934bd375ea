package io.adit.server.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.fuzz.Seeds;
import io.adit.wire.Memory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private final Backlog backlog = new Backlog(Memory.HEAP);

  @Test
  void whatIsAddedComesOutWholeAndInOrder() {
    Seeds.forEach(10, BacklogTest::addAndRemove);
  }

  private static void addAndRemove(RandomGenerator random) {
    var memory = new CountedMemory();
    Backlog backlog = new Backlog(memory);
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
        backlog.remove(message -> assertThat(message).isEqualTo(next));
        bytes -= next.remaining();
      }
      assertThat(backlog.bytes()).isEqualTo(bytes);
      assertThat(backlog.isEmpty()).isEqualTo(expected.isEmpty());
      assertThat(memory.isAllBack()).isEqualTo(expected.isEmpty());
    }
    backlog.clear();
    assertThat(memory.isAllBack()).isTrue();
  }

  private static int size(RandomGenerator random) {
    return random.nextInt(random.nextInt(20) == 0 ? Pacer.BURST_BYTES + 1 : 200);
  }

  @Test
  void aMessageWhoseReceiverFailsIsGoneAll() {
    var memory = new CountedMemory();
    Backlog backlog = new Backlog(memory);
    backlog.add(1, out -> out.put((byte) 'x'));

    assertThatThrownBy(() ->
            backlog.remove(_ -> {
              throw new IllegalStateException("no");
            }))
        .hasMessage("no");

    assertThat(backlog.isEmpty()).isTrue();
    assertThat(memory.isAllBack()).isTrue();
  }

  @Test
  void manyMessagesOfOneByteTakeFiveBytesEach() {
    for (int i = 0; i < 200_000; i++) {
      add("x");
    }

    assertThat(backlog.takenBytes()).isBetween(5 * 200_000, 5 * 200_000 + 32 * 1024);
  }

  @Test
  void nothingIsKeptForNothing() {
    add("x");
    backlog.remove(_ -> {});
    assertThat(backlog.takenBytes()).isZero();

    add("x");
    backlog.clear();
    assertThat(backlog.takenBytes()).isZero();
    assertThat(backlog.bytes()).isZero();
    assertThat(backlog.isEmpty()).isTrue();
  }

  private void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    backlog.add(bytes.length, out -> out.put(bytes));
  }
}
