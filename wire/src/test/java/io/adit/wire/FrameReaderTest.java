package io.adit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adit.fuzz.Seeds;
import io.adit.fuzz.Splits;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {

  @Test
  void messagesAreTheSameHoweverTheStreamIsCut() {
    List<byte[]> messages = List.of(bytes(1), bytes(2), bytes(5), bytes(1), bytes(300), bytes(3));

    Splits.everyOneTwoAndThree(
        framed(messages), chunks -> assertThat(read(chunks)).containsExactlyElementsOf(messages));
    assertThat(read(Splits.singleBytes(framed(messages)))).containsExactlyElementsOf(messages);
  }

  @ParameterizedTest
  @ValueSource(ints = {255, 256, 257, 0x7fff, 0x8000, 65_535})
  void messagesOfEveryLengthAreRead(int length) {
    List<byte[]> messages = List.of(bytes(length), bytes(1), bytes(length));

    Seeds.forEach(
        30,
        random ->
            assertThat(read(Splits.random(framed(messages), 12, random)))
                .containsExactlyElementsOf(messages));
  }

  @Test
  void longStreamsOfAnyMessagesAreReadHoweverTheyAreCut() {
    Seeds.forEach(
        100,
        random -> {
          List<byte[]> messages = new ArrayList<>();
          for (int count = random.nextInt(20); count >= 0; count--) {
            messages.add(Seeds.bytes(random, 1 + random.nextInt(random.nextInt(1, 65_535))));
          }

          assertThat(read(Splits.random(framed(messages), 60, random)))
              .containsExactlyElementsOf(messages);
        });
  }

  @Test
  void aFrameOfNoBytesIsRefusedWhereverItIsCut() {
    byte[] stream = {0, 1, 7, 0, 0, 0, 1, 8};

    Splits.everyOneTwoAndThree(
        stream,
        chunks -> {
          List<byte[]> messages = new ArrayList<>();
          assertThatThrownBy(() -> read(chunks, messages))
              .isInstanceOf(WireViolation.class)
              .hasMessage("a frame of 0 bytes")
              .extracting("kind")
              .isEqualTo(WireViolation.Kind.MALFORMED_MESSAGE);
          assertThat(messages).containsExactly(new byte[] {7});
        });
  }

  @Test
  void aMessageThatLiesWholeInAChunkIsAViewOfIt() {
    byte[] chunk = {0, 2, 5, 6};
    List<ByteBuffer> messages = new ArrayList<>();

    new FrameReader().read(ByteBuffer.wrap(chunk), messages::add);
    chunk[3] = 9;

    assertThat(messages).containsExactly(ByteBuffer.wrap(new byte[] {5, 9}));
  }

  @Test
  void aMessageThatWasCutNeedsNoChunkAnyMore() {
    FrameReader reader = new FrameReader();
    byte[] first = {0, 3, 1};
    byte[] second = {2, 3, 0, 1, 4};
    List<ByteBuffer> messages = new ArrayList<>();

    reader.read(ByteBuffer.wrap(first), messages::add);
    first[2] = 99;
    reader.read(ByteBuffer.wrap(second, 0, 2), messages::add);
    second[0] = 99;

    assertThat(messages).containsExactly(ByteBuffer.wrap(new byte[] {1, 2, 3}));
  }

  @Test
  void onlyBytesOfAnUnfinishedMessageAreHeldBack() {
    FrameReader reader = new FrameReader();

    assertThat(heldAfter(reader, 0, 3)).isZero();
    assertThat(heldAfter(reader, 1)).isEqualTo(1);
    assertThat(heldAfter(reader, 2)).isEqualTo(2);
    assertThat(heldAfter(reader, 3)).isZero();
    assertThat(heldAfter(reader, 0)).isZero();
  }

  @Test
  void memoryOfASplitMessageIsGivenBackWhenItWasRead() {
    List<byte[]> messages = List.of(bytes(2), bytes(300), bytes(1), bytes(5));
    var memory = new Counted();
    FrameReader reader = new FrameReader(memory);

    for (ByteBuffer chunk : Splits.singleBytes(framed(messages))) {
      reader.read(chunk, _ -> assertThat(memory.out).isEqualTo(1));
      assertThat(memory.out).isBetween(0, 1);
    }

    assertThat(memory.taken).isEqualTo(messages.size());
    assertThat(memory.out).isZero();
  }

  @Test
  void memoryIsGivenBackThoughTheReceiverFails() {
    var memory = new Counted();
    FrameReader reader = new FrameReader(memory);
    reader.read(ByteBuffer.wrap(new byte[] {0, 2, 1}), _ -> {});

    assertThatThrownBy(() ->
            reader.read(
                ByteBuffer.wrap(new byte[] {2}),
                _ -> {
                  throw new IllegalStateException("no");
                }))
        .hasMessage("no");

    assertThat(memory.out).isZero();
    assertThat(reader.bufferedBytes()).isZero();
  }

  @Test
  void anUnfinishedMessageIsGivenUp() {
    var memory = new Counted();
    FrameReader reader = new FrameReader(memory);
    reader.read(ByteBuffer.wrap(new byte[] {0, 2, 1}), _ -> {});

    reader.discard();
    reader.discard();

    assertThat(memory.out).isZero();
    assertThat(reader.bufferedBytes()).isZero();
  }

  /** Counts what was not given back. */
  private static final class Counted implements Memory {
    private int taken;
    private int out;

    @Override
    public Piece take(int bytes) {
      taken++;
      out++;
      ByteBuffer buffer = ByteBuffer.allocate(bytes);
      return new Piece() {
        @Override
        public ByteBuffer bytes() {
          return buffer;
        }

        @Override
        public void release() {
          out--;
        }
      };
    }
  }

  private static int heldAfter(FrameReader reader, int... bytes) {
    byte[] chunk = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      chunk[i] = (byte) bytes[i];
    }
    reader.read(ByteBuffer.wrap(chunk), _ -> {});
    return reader.bufferedBytes();
  }

  private static List<byte[]> read(List<ByteBuffer> chunks) {
    List<byte[]> messages = new ArrayList<>();
    read(chunks, messages);
    return messages;
  }

  private static void read(List<ByteBuffer> chunks, List<byte[]> messages) {
    FrameReader reader = new FrameReader();
    for (ByteBuffer chunk : chunks) {
      reader.read(
          chunk,
          message -> {
            byte[] copy = new byte[message.remaining()];
            message.get(copy);
            messages.add(copy);
          });
      assertThat(chunk.hasRemaining()).isFalse();
    }
  }

  private static byte[] framed(List<byte[]> messages) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (byte[] message : messages) {
      stream.write(message.length >> 8);
      stream.write(message.length);
      stream.writeBytes(message);
    }
    return stream.toByteArray();
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (i * 7 + count);
    }
    return bytes;
  }
}
