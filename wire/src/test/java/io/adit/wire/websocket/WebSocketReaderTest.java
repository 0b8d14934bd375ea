package io.adit.wire.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.adit.fuzz.Seeds;
import io.adit.fuzz.Splits;
import io.adit.wire.FrameReader;
import io.adit.wire.Message;
import io.adit.wire.MessageCodec;
import io.adit.wire.WireLimits;
import io.adit.wire.WireViolation;
import io.adit.wire.websocket.WebSocketReader.Role;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketReaderTest {
  private static final HexFormat HEX = HexFormat.of();

  @ParameterizedTest
  @EnumSource
  void everyKindOfFrameIsReadHoweverTheStreamIsCut(Role role) {
    byte[] stream =
        stream(
            RawFrame.to(role, Opcode.BINARY, (byte) 1, (byte) 2),
            RawFrame.to(role, Opcode.PING, (byte) '1', (byte) '7'),
            RawFrame.to(role, Opcode.BINARY, (byte) 3).notFinal(),
            RawFrame.to(role, Opcode.PING),
            RawFrame.to(role, Opcode.CONTINUATION).notFinal(),
            RawFrame.to(role, Opcode.PONG, (byte) '9'),
            RawFrame.to(role, Opcode.CONTINUATION, (byte) 4, (byte) 5),
            RawFrame.to(role, Opcode.BINARY),
            RawFrame.to(role, Opcode.BINARY, (byte) 6),
            RawFrame.to(role, Opcode.CLOSE, closePayload(1000, "bye")));
    List<String> events =
        List.of(
            "payload 0102",
            "ping 3137",
            "payload 03",
            "ping ",
            "pong 39",
            "payload 040506",
            "close 1000 bye");

    Splits.everyOneTwoAndThree(
        stream, chunks -> assertThat(Recorder.read(role, chunks)).isEqualTo(events));
    assertThat(Recorder.read(role, Splits.singleBytes(stream))).isEqualTo(events);
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "125", "126", "127", "65535", "65536", "131076"})
  void framesOfEveryLengthAreReadHoweverTheyAreCut(int length) {
    byte[] payload = new byte[length];
    for (int i = 0; i < length; i++) {
      payload[i] = (byte) (i * 31 + i / 256);
    }
    String hex = HEX.formatHex(payload) + "ff";
    for (Role role : Role.values()) {
      byte[] stream =
          stream(
              RawFrame.to(role, Opcode.BINARY, payload),
              RawFrame.to(role, Opcode.BINARY, (byte) 0xff));

      Seeds.forEach(
          10,
          random ->
              assertThat(Recorder.read(role, Splits.random(stream, 9, random)))
                  .containsExactly("payload " + hex));
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 16", "125, 16", "0, 64", "125, 64", "126, 64", "65535, 64"})
  void aLengthInMoreBytesThanItNeedsIsRefused(int length, int lengthBits) {
    RawFrame frame =
        RawFrame.to(Role.SERVER, Opcode.BINARY, new byte[length]).withLengthBits(lengthBits);

    assertViolation(frame.bytes(), WireViolation.Kind.WEBSOCKET, "is not in its shortest form");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          827f0000000000020005, 131077
          827f7fffffffffffffff, 9223372036854775807
          827f8000000000000000, 9223372036854775808
          827fffffffffffffffff, 18446744073709551615
          """)
  void aFrameThatIsTooLargeIsRefusedFromItsHeader(String header, String size) {
    assertThatThrownBy(() -> Recorder.read(Role.CLIENT, List.of(buffer(header))))
        .isInstanceOf(WireViolation.class)
        .hasMessage("a WebSocket frame of " + size + " bytes; at most 131076 are allowed")
        .extracting("kind")
        .isEqualTo(WireViolation.Kind.TOO_LARGE);
  }

  @ParameterizedTest
  @EnumSource
  void eachBrokenRuleIsNamed(Role role) {
    RawFrame binary = RawFrame.to(role, Opcode.BINARY, (byte) 1);
    RawFrame ping = RawFrame.to(role, Opcode.PING, (byte) 1);
    RawFrame continuation = RawFrame.to(role, Opcode.CONTINUATION, (byte) 1);
    String reserved = "a reserved bit is set, no extension was agreed";

    assertWebSocketViolation(role, reserved, binary.withReservedBit(0x40));
    assertWebSocketViolation(role, reserved, binary.withReservedBit(0x20));
    assertWebSocketViolation(role, reserved, ping.withReservedBit(0x10));
    assertWebSocketViolation(
        role,
        role == Role.SERVER ? "a frame without mask" : "a masked frame",
        binary.withMask(role == Role.CLIENT));
    assertWebSocketViolation(role, "a continuation of nothing", continuation);
    assertWebSocketViolation(role, "a continuation of nothing", binary, continuation);
    assertWebSocketViolation(
        role, "a continuation of nothing", binary.notFinal(), continuation, continuation);
    assertWebSocketViolation(
        role, "a new message inside a fragmented one", binary.notFinal(), ping, binary);
    assertWebSocketViolation(role, "a fragmented control frame", ping.notFinal());
    assertWebSocketViolation(
        role, "a control frame of 126 bytes", RawFrame.to(role, Opcode.PING, new byte[126]));
    assertWebSocketViolation(
        role, "a control frame of 126 bytes", RawFrame.to(role, Opcode.CLOSE, new byte[126]));
    for (int opcode : new int[] {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
      assertWebSocketViolation(role, "opcode " + opcode, RawFrame.to(role, opcode, (byte) 1));
    }
    assertWebSocketViolation(
        role, "a close frame of 1 byte", RawFrame.to(role, Opcode.CLOSE, (byte) 3));
    assertWebSocketViolation(
        role,
        "a close reason that is not UTF-8",
        RawFrame.to(role, Opcode.CLOSE, (byte) 3, (byte) 0xe8, (byte) 0xff));
  }

  @ParameterizedTest
  @EnumSource
  void textIsRefused(Role role) {
    RawFrame text = RawFrame.to(role, Opcode.TEXT, (byte) 'a');
    RawFrame begun = RawFrame.to(role, Opcode.BINARY, (byte) 1).notFinal();

    assertViolation(role, WireViolation.Kind.NOT_BINARY, "a text frame; send binary", text);
    assertViolation(
        role, WireViolation.Kind.NOT_BINARY, "a text frame; send binary", text.notFinal());
    assertViolation(role, WireViolation.Kind.NOT_BINARY, "a text frame; send binary", begun, text);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1014, 3000, 4999})
  void aCloseCodeIsHandedOnAsSent(int code) {
    assertThat(Recorder.read(Role.CLIENT, List.of(close(closePayload(code, "")))))
        .containsExactly("close " + code + " ");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2999, 5000, 65_535})
  void aCloseCodeThatNobodyMaySendIsRefused(int code) {
    assertThatThrownBy(() -> Recorder.read(Role.CLIENT, List.of(close(closePayload(code, "")))))
        .isInstanceOf(WireViolation.class)
        .hasMessage("close code " + code);
  }

  @Test
  void aCloseFrameWithoutACodeIs1005() {
    assertThat(Recorder.read(Role.CLIENT, List.of(close(new byte[0]))))
        .containsExactly("close 1005 ");
  }

  @Test
  void afterACloseNothingIsRead() {
    Recorder recorder = new Recorder();
    WebSocketReader reader = new WebSocketReader(Role.SERVER, recorder);
    byte[] close = RawFrame.to(Role.SERVER, Opcode.CLOSE, closePayload(1000, "")).bytes();
    byte[] more = RawFrame.to(Role.SERVER, Opcode.BINARY, (byte) 1).bytes();

    reader.read(ByteBuffer.wrap(concat(close, more)));
    reader.read(ByteBuffer.wrap(more));
    reader.read(ByteBuffer.wrap(new byte[100]));

    assertThat(recorder.events()).containsExactly("close 1000 ");
  }

  @Test
  void afterAViolationNothingIsRead() {
    Recorder recorder = new Recorder();
    WebSocketReader reader = new WebSocketReader(Role.SERVER, recorder);
    byte[] text = RawFrame.to(Role.SERVER, Opcode.TEXT, (byte) 'a').bytes();

    assertThatThrownBy(() -> reader.read(ByteBuffer.wrap(text))).isInstanceOf(WireViolation.class);
    reader.read(ByteBuffer.wrap(RawFrame.to(Role.SERVER, Opcode.BINARY, (byte) 1).bytes()));

    assertThat(recorder.events()).isEmpty();
  }

  @Test
  void afterAViolationThatTheListenerFoundNothingIsRead() {
    WireViolation found = new WireViolation(WireViolation.Kind.ILLEGAL_MESSAGE, "not now");
    List<ByteBuffer> payloads = new ArrayList<>();
    WebSocketReader reader =
        new WebSocketReader(
            Role.SERVER,
            new PayloadListener(payload -> {
              payloads.add(payload);
              throw found;
            }));
    byte[] frame = RawFrame.to(Role.SERVER, Opcode.BINARY, (byte) 1).bytes();

    assertThatThrownBy(() -> reader.read(ByteBuffer.wrap(concat(frame, frame)))).isSameAs(found);
    reader.read(ByteBuffer.wrap(frame));

    assertThat(payloads).hasSize(1);
  }

  @Test
  void aPingMayBeAnsweredLaterThanTheNextOneComes() {
    List<ByteBuffer> pings = new ArrayList<>();
    WebSocketReader reader =
        new WebSocketReader(
            Role.CLIENT,
            new PayloadListener(_ -> {}) {
              @Override
              public void onPing(ByteBuffer payload) {
                pings.add(payload);
              }
            });

    reader.read(
        ByteBuffer.wrap(
            stream(
                RawFrame.to(Role.CLIENT, Opcode.PING, (byte) 1),
                RawFrame.to(Role.CLIENT, Opcode.PING, (byte) 2, (byte) 3))));

    assertThat(pings)
        .containsExactly(ByteBuffer.wrap(new byte[] {1}), ByteBuffer.wrap(new byte[] {2, 3}));
  }

  @Test
  void payloadIsUnmaskedWhereItLies() {
    byte[] chunk = RawFrame.to(Role.SERVER, Opcode.BINARY, (byte) 1, (byte) 2).bytes();

    new WebSocketReader(Role.SERVER, new Recorder()).read(ByteBuffer.wrap(chunk));

    assertThat(Arrays.copyOfRange(chunk, 6, 8)).containsExactly(1, 2);
  }

  /** It cuts every WebSocket message into frames of 4,096 bytes (observed client 3.3.1). */
  @Test
  void theOfficialClientsFragmentsAreOneMessage() {
    byte[] content = Seeds.bytes(new SplittableRandom(1), WireLimits.MAX_PAYLOAD_BYTES);
    Message data = new Message.Data(1, "SSH", 1, ByteBuffer.wrap(content));
    byte[] stream = concat(fragmented(frame(data), 4_096), fragmented(frame(data), 4_096));

    Seeds.forEach(
        60,
        random -> {
          List<Message> messages = new ArrayList<>();
          FrameReader frames = new FrameReader();
          WebSocketReader reader =
              new WebSocketReader(
                  Role.SERVER,
                  new PayloadListener(payload ->
                      frames.read(
                          payload,
                          bytes ->
                              messages.add(
                                  MessageCodec.decode(bytes, MessageCodec.UnknownFields.REFUSE)))));

          Splits.random(stream, 40, random).forEach(reader::read);

          assertThat(messages).containsExactly(data, data);
        });
  }

  private static byte[] frame(Message message) {
    ByteBuffer out = ByteBuffer.allocate(2 + MessageCodec.encodedSize(message));
    out.putShort((short) (out.capacity() - 2));
    MessageCodec.encode(message, out);
    return out.array();
  }

  private static byte[] fragmented(byte[] message, int fragmentBytes) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (int from = 0; from < message.length; from += fragmentBytes) {
      int to = Math.min(message.length, from + fragmentBytes);
      int opcode = from == 0 ? Opcode.BINARY : Opcode.CONTINUATION;
      RawFrame frame = RawFrame.to(Role.SERVER, opcode, Arrays.copyOfRange(message, from, to));
      stream.writeBytes((to < message.length ? frame.notFinal() : frame).bytes());
    }
    return stream.toByteArray();
  }

  private static void assertWebSocketViolation(Role role, String rule, RawFrame... frames) {
    assertViolation(role, WireViolation.Kind.WEBSOCKET, rule, frames);
  }

  /** Found however the frames are cut, and the same each time. */
  private static void assertViolation(
      Role role, WireViolation.Kind kind, String rule, RawFrame... frames) {
    byte[] stream = stream(frames);
    for (int cut = 0; cut <= stream.length; cut++) {
      List<ByteBuffer> chunks =
          List.of(
              ByteBuffer.wrap(Arrays.copyOf(stream, cut)),
              ByteBuffer.wrap(Arrays.copyOfRange(stream, cut, stream.length)));
      WireViolation violation =
          catchThrowableOfType(WireViolation.class, () -> Recorder.read(role, chunks));
      assertThat(violation).as(rule).isNotNull();
      assertThat(violation.rule()).isEqualTo(rule);
      assertThat(violation.kind()).isEqualTo(kind);
    }
  }

  private static void assertViolation(byte[] stream, WireViolation.Kind kind, String rule) {
    assertThatThrownBy(() -> Recorder.read(Role.SERVER, List.of(ByteBuffer.wrap(stream))))
        .isInstanceOf(WireViolation.class)
        .hasMessageContaining(rule)
        .extracting("kind")
        .isEqualTo(kind);
  }

  private static ByteBuffer close(byte[] payload) {
    return ByteBuffer.wrap(RawFrame.to(Role.CLIENT, Opcode.CLOSE, payload).bytes());
  }

  private static byte[] closePayload(int code, String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text).array();
  }

  private static byte[] stream(RawFrame... frames) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (RawFrame frame : frames) {
      stream.writeBytes(frame.bytes());
    }
    return stream.toByteArray();
  }

  private static byte[] concat(byte[] first, byte[] second) {
    return ByteBuffer.allocate(first.length + second.length).put(first).put(second).array();
  }

  private static ByteBuffer buffer(String hex) {
    return ByteBuffer.wrap(HEX.parseHex(hex));
  }
}
