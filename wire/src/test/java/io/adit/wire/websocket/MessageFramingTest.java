package io.adit.wire.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.adit.fuzz.Seeds;
import io.adit.fuzz.Splits;
import io.adit.wire.Allocation;
import io.adit.wire.FrameReader;
import io.adit.wire.Message;
import io.adit.wire.MessageCodec;
import io.adit.wire.MessageCodec.UnknownFields;
import io.adit.wire.Messages;
import io.adit.wire.websocket.WebSocketReader.Role;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageFramingTest {
  private static final int KEY = 0x37fa213d;
  private static final Message RESET = new Message.StreamReset(1, "", 0);

  @Test
  void aMessageIsOneUnfragmentedBinaryFrame() {
    assertThat(Recorder.hex(written(MessageFraming.fromServer(RESET))))
        .isEqualTo("8206" + "0004" + "08031001");
    assertThat(Recorder.hex(written(MessageFraming.fromClient(RESET))))
        .isEqualTo("828637fa213d" + "37fe" + "293e27fb");
  }

  @Test
  void theExampleInTheProtocolPageIsTrue() {
    Message data = new Message.Data(1, "SSH", 1, ByteBuffer.wrap(new byte[] {'h', 'i'}));
    MessageFraming framing = MessageFraming.fromClient(data);
    ByteBuffer out = ByteBuffer.allocate(framing.size());

    framing.write(out, 0);

    assertThat(Recorder.hex(out.flip()))
        .isEqualTo("829100000000" + "000f" + "0801100122026869" + "2a035353483801");
  }

  /** Around each step of the WebSocket length, and the longest message that there may be. */
  @ParameterizedTest
  @CsvSource({"123, 127", "124, 130", "125, 131", "65533, 65539", "65534, 65546", "65535, 65547"})
  void theSizeIsExact(int messageBytes, int frameBytes) {
    Message message = messageOf(messageBytes);

    assertThat(MessageFraming.fromServer(message).size()).isEqualTo(frameBytes);
    assertThat(MessageFraming.fromClient(message).size()).isEqualTo(frameBytes + 4);
    assertRoundTrip(List.of(message, RESET));
  }

  @Test
  void aMessageTooLongForItsLengthIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MessageFraming.fromServer(messageOf(65_536)))
        .withMessage("a message of 65536 bytes; at most 65535");
  }

  /** A frame of no bytes reads as a message without a type: it makes official clients deaf. */
  @Test
  void aMessageOfNoBytesIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MessageFraming.fromServer(new Message.Unknown(0, false)))
        .withMessageContaining("no bytes");
  }

  @Test
  void anyMessagesArriveAsTheyWereSentHoweverTheStreamIsCut() {
    Seeds.forEach(
        300,
        random -> {
          List<Message> messages = new ArrayList<>();
          for (int count = random.nextInt(8); count >= 0; count--) {
            messages.add(Messages.any(random));
          }

          for (Role reader : Role.values()) {
            byte[] stream = stream(messages, reader, random.nextInt());
            assertThat(read(reader, Splits.random(stream, 20, random))).isEqualTo(messages);
          }
        });
  }

  @Test
  void itWritesWhereTheBufferStandsWhateverItsByteOrder() {
    for (Message message : List.of(RESET, messageOf(300), messageOf(65_535))) {
      MessageFraming framing = MessageFraming.fromClient(message);
      ByteBuffer plain = written(framing);
      ByteBuffer out =
          ByteBuffer.allocateDirect(framing.size() + 7).order(ByteOrder.LITTLE_ENDIAN).position(3);

      framing.write(out, KEY);

      assertThat(out.position()).isEqualTo(3 + framing.size());
      assertThat(out.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
      assertThat(out.flip().position(3)).isEqualTo(plain);
    }
  }

  @Test
  void aMessageMayBeWrittenAgain() {
    MessageFraming framing = MessageFraming.fromServer(messageOf(500));

    assertThat(written(framing)).isEqualTo(written(framing));
  }

  @ParameterizedTest
  @CsvSource({"0", "60000"})
  void writingAllocatesNothingForEachByte(int payloadBytes) {
    Message data = new Message.Data(1, "SSH", 1, ByteBuffer.allocate(payloadBytes));
    ByteBuffer out = ByteBuffer.allocate(70_000);

    long bytes = Allocation.perCall(() -> MessageFraming.fromClient(data).write(out.clear(), KEY));

    assertThat(bytes).isLessThan(400);
  }

  /** A DATA message that takes so many bytes. */
  private static Message messageOf(int bytes) {
    for (int payload = bytes; payload >= 0; payload--) {
      Message message = new Message.Data(1, "", 0, ByteBuffer.wrap(new byte[payload]));
      if (MessageCodec.encodedSize(message) == bytes) {
        return message;
      }
    }
    throw new AssertionError("no DATA message takes " + bytes + " bytes");
  }

  private static void assertRoundTrip(List<Message> messages) {
    for (Role reader : Role.values()) {
      ByteBuffer whole = ByteBuffer.wrap(stream(messages, reader, KEY));
      assertThat(read(reader, List.of(whole))).isEqualTo(messages);
    }
  }

  private static byte[] stream(List<Message> messages, Role reader, int maskKey) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (Message message : messages) {
      MessageFraming framing =
          reader == Role.SERVER
              ? MessageFraming.fromClient(message)
              : MessageFraming.fromServer(message);
      ByteBuffer out = ByteBuffer.allocate(framing.size());
      framing.write(out, maskKey);
      assertThat(out.hasRemaining()).as("bytes that size promised too much").isFalse();
      stream.writeBytes(out.array());
    }
    return stream.toByteArray();
  }

  private static ByteBuffer written(MessageFraming framing) {
    ByteBuffer out = ByteBuffer.allocate(framing.size());
    framing.write(out, KEY);
    assertThat(out.hasRemaining()).as("bytes that size promised too much").isFalse();
    return out.flip();
  }

  private static List<Message> read(Role role, List<ByteBuffer> chunks) {
    List<Message> messages = new ArrayList<>();
    FrameReader frames = new FrameReader();
    WebSocketReader reader =
        new WebSocketReader(
            role,
            new PayloadListener(payload ->
                frames.read(
                    payload,
                    bytes -> messages.add(MessageCodec.decode(bytes, UnknownFields.REFUSE)))));
    chunks.forEach(reader::read);
    assertThat(frames.bufferedBytes()).isZero();
    return messages;
  }
}
