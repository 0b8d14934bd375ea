package io.adit.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.adit.fuzz.Seeds;
import io.adit.wire.MessageCodec.UnknownFields;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCodecTest {
  private static final HexFormat HEX = HexFormat.of();

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          DATA,             08011001220268692a035353483801
          STREAM_START,     080210012a035353483801
          STREAM_RESET,     080310012a03535348
          SESSION_RESET,    0804
          SERVICE_IDS,      08053203535348320448545450
          CONNECTION_START, 080610012a035353483802
          CONNECTION_RESET, 080710012a035353483802
          WITH_A_REASON,    0807100122026e6f2a035353483802
          DELIVERED,        08e907100118012202ac022a035353483801
          NOTHING_YET,      08e90710011801220100
          A_LATER_TYPE,     08091801
          """)
  void theBytesOfEachTypeAreThese(String type, String hex) {
    Message message =
        switch (type) {
          case "DATA" -> new Message.Data(1, "SSH", 1, ByteBuffer.wrap(new byte[] {'h', 'i'}));
          case "STREAM_START" -> new Message.StreamStart(1, "SSH", 1);
          case "STREAM_RESET" -> new Message.StreamReset(1, "SSH", 0);
          case "SESSION_RESET" -> new Message.SessionReset();
          case "SERVICE_IDS" -> new Message.ServiceIds(List.of("SSH", "HTTP"));
          case "CONNECTION_START" -> new Message.ConnectionStart(1, "SSH", 2);
          case "CONNECTION_RESET" -> new Message.ConnectionReset(1, "SSH", 2);
          case "WITH_A_REASON" -> new Message.ConnectionReset(1, "SSH", 2, new ResetReason("no"));
          case "DELIVERED" -> new Message.Delivered(1, "SSH", 1, 300);
          case "NOTHING_YET" -> new Message.Delivered(1, "", 0, 0);
          default -> new Message.Unknown(9, true);
        };

    assertThat(HEX.formatHex(encode(message))).isEqualTo(hex);
    assertThat(decode(hex)).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          08e9071001,                               without total
          08e90710012201ff,                         a total that does not end
          08e907100122020102,                       more than a total
          08e9071001220bffffffffffffffffffff01,     a total of eleven bytes
          08e9071001220affffffffffffffffff01,       a total below 0
          """)
  void whatIsNotQuiteAReportOfDeliveriesIsATypeThatNobodyKnows(String hex, String what) {
    assertThat(decode(hex + "1801")).as(what).isEqualTo(new Message.Unknown(1_001, true));
    assertThat(decode("08e90710012201052a03535348"))
        .as("not ignorable")
        .isEqualTo(new Message.Unknown(1_001, false));
  }

  @Test
  void everyMessageIsEncodedAsProtobufEncodesIt() {
    Seeds.forEach(
        3_000,
        random -> {
          Message message = Messages.any(random);

          byte[] bytes = encode(message);

          assertThat(bytes).isEqualTo(ProtobufSchema.encode(message));
          assertThat(decode(bytes)).isEqualTo(message);
        });
  }

  @Test
  void fieldsMayComeInAnyOrderAndTheLastValueWins() {
    Seeds.forEach(
        3_000,
        random -> {
          byte[] bytes = shuffledFields(random);

          assertThat(decode(bytes)).isEqualTo(parsed(bytes));
        });
  }

  @Test
  void whateverProtobufReadsIsReadAlikeAndWhatItRefusesIsRefused() {
    Seeds.forEach(
        30_000,
        random -> {
          byte[] bytes =
              mutated(random.nextBoolean() ? shuffledFields(random) : small(random), random);

          Message expected = parsed(bytes);
          try {
            assertThat(decode(bytes)).isEqualTo(expected);
          } catch (WireViolation violation) {
            assertThat(violation.kind()).isEqualTo(WireViolation.Kind.MALFORMED_MESSAGE);
            if (expected != null) {
              // Stricter than protobuf-java in corners that no encoder comes near: groups, tags and
              // lengths of more than 32 bits, which it cuts, and numbers whose tenth byte says that
              // they go on, which it does not always see.
              assertThat(violation.rule())
                  .matches(
                      "wire type [34] .*"
                          + "|field number \\d+ is out of range"
                          + "|a field of -?\\d{10,} bytes ends after the message"
                          + "|a number is longer than 10 bytes");
            }
          }
        });
  }

  @Test
  void aConnectionIdIsUnsignedAndAStreamIdIsNot() {
    Message start = new Message.StreamStart(-1, "", 0xf0000000);

    byte[] bytes = encode(start);

    assertThat(HEX.formatHex(bytes)).isEqualTo("0802" + "10ffffffffffffffffff01" + "38808080800f");
    assertThat(decode(bytes)).isEqualTo(start);
  }

  @Test
  void aPayloadIsAViewOfTheBytesRead() {
    byte[] bytes = encode(new Message.Data(1, "", 0, ByteBuffer.wrap(new byte[] {1, 2, 3})));

    Message.Data data = (Message.Data) decode(bytes);
    bytes[bytes.length - 1] = 9;

    assertThat(data.payload()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 9}));
  }

  @Test
  void encodingLeavesThePayloadWhereItStands() {
    ByteBuffer payload = ByteBuffer.wrap(new byte[] {0, 1, 2, 3}).position(1).limit(3);
    Message data = new Message.Data(1, "", 0, payload);

    byte[] first = encode(data);

    assertThat(encode(data)).isEqualTo(first);
    assertThat(payload.position()).isEqualTo(1);
  }

  @Test
  void bytesOutsideTheJavaHeapAreReadAlike() {
    Message data = new Message.Data(7, "サービス", 3, ByteBuffer.wrap(new byte[100]));
    ByteBuffer direct = ByteBuffer.allocateDirect(200);
    MessageCodec.encode(data, direct);

    assertThat(MessageCodec.decode(direct.flip(), UnknownFields.REFUSE)).isEqualTo(data);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          080110014001,           'a number'
          08011001410102030405060708, 'eight bytes'
          080110014203616263,     'three bytes'
          080110014501020304,     'four bytes'
          0801100150ffffffffffffffffff01, 'a negative number in field 10'
          080110010a0101,         'field 1 with another wire type'
          f8ffffff0f0108011001,   'the last field number there is'
          """)
  void anUnknownFieldIsRefusedOrSkipped(String hex, String what) {
    Message data = new Message.Data(1, "", 0, ByteBuffer.allocate(0));

    assertThat(MessageCodec.decode(buffer(hex), UnknownFields.SKIP)).as(what).isEqualTo(data);
    assertThatThrownBy(() -> MessageCodec.decode(buffer(hex), UnknownFields.REFUSE))
        .as(what)
        .isInstanceOfSatisfying(
            WireViolation.class,
            violation -> {
              assertThat(violation.kind()).isEqualTo(WireViolation.Kind.MALFORMED_MESSAGE);
              assertThat(violation.rule()).matches("field \\d+ of wire type \\d is unknown");
            });
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          08,                       a number ends after the message
          0880,                     a number ends after the message
          08ffffffffffffffffffff01, a number is longer than 10 bytes
          2203,                     a field of 3 bytes ends after the message
          22036869,                 a field of 3 bytes ends after the message
          22ffffffff0f00,           a field of 4294967295 bytes ends after the message
          22ffffffffffffffffff01,   a field of -1 bytes ends after the message
          2a01ff,                   a service id is not UTF-8
          2a02c080,                 a service id is not UTF-8
          2a03eda080,               a service id is not UTF-8
          3201ff,                   a service id is not UTF-8
          0001,                     field number 0 is out of range
          0201,                     field number 0 is out of range
          88808080100101,           field number 536870913 is out of range
          4100,                     a field ends after the message
          4500,                     a field ends after the message
          4303,                     wire type 3 does not exist here
          44,                       wire type 4 does not exist here
          47,                       wire type 7 does not exist here
          """)
  void brokenBytesAreNamed(String hex, String rule) {
    assertThatThrownBy(() -> MessageCodec.decode(buffer(hex), UnknownFields.SKIP))
        .isInstanceOf(WireViolation.class)
        .hasMessage(rule);
  }

  @ParameterizedTest
  @EnumSource
  void aFieldOfTheProtocolUnderATagThatIsTooLongIsNotThatField(UnknownFields unknownFields) {
    // 0x1_0000_0008: its low 32 bits are the tag of field 1.
    assertThatThrownBy(() -> MessageCodec.decode(buffer("888080801001"), unknownFields))
        .isInstanceOf(WireViolation.class)
        .hasMessage("field number 536870913 is out of range");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 60_000})
  void encodingADataMessageAllocatesNothingForEachByte(int payloadBytes) {
    Message data = new Message.Data(1, "SSH", 1, ByteBuffer.allocate(payloadBytes));
    ByteBuffer out = ByteBuffer.allocate(70_000);

    long bytes =
        Allocation.perCall(() -> {
          out.clear();
          MessageCodec.encodedSize(data);
          MessageCodec.encode(data, out);
          MessageCodec.decode(out.flip(), UnknownFields.REFUSE);
        });

    assertThat(bytes).isLessThan(400);
  }

  private static byte[] encode(Message message) {
    ByteBuffer out = ByteBuffer.allocate(MessageCodec.encodedSize(message));
    MessageCodec.encode(message, out);
    assertThat(out.remaining()).as("bytes that encodedSize promised too much").isZero();
    return out.array();
  }

  private static Message decode(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    Message message = MessageCodec.decode(buffer, UnknownFields.SKIP);
    assertThat(buffer.hasRemaining()).isFalse();
    return message;
  }

  private static Message decode(String hex) {
    return decode(HEX.parseHex(hex));
  }

  private static ByteBuffer buffer(String hex) {
    return ByteBuffer.wrap(HEX.parseHex(hex));
  }

  /** What protobuf-java reads, or null where it refuses. */
  private static @Nullable Message parsed(byte[] bytes) {
    try {
      return ProtobufSchema.toMessage(ProtobufSchema.parse(bytes));
    } catch (InvalidProtocolBufferException e) {
      return null;
    }
  }

  /** Fields of the protocol, and now and then others, in any order and any number. */
  private static byte[] shuffledFields(RandomGenerator random) throws IOException {
    List<byte[]> fields = new ArrayList<>();
    for (int count = random.nextInt(12); count > 0; count--) {
      fields.add(field(random));
    }
    fields.add(varintField(1, random.nextInt(10)));
    Collections.shuffle(fields, new Random(random.nextLong()));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] field : fields) {
      all.writeBytes(field);
    }
    return all.toByteArray();
  }

  private static byte[] field(RandomGenerator random) throws IOException {
    return switch (random.nextInt(9)) {
      case 0 -> varintField(1, Messages.number(random));
      case 1 -> varintField(2, Messages.number(random));
      case 2 -> varintField(3, random.nextInt(3));
      case 3 -> bytesField(4, Seeds.bytes(random, random.nextInt(40)));
      case 4 -> stringField(5, Messages.name(random));
      case 5 -> stringField(6, Messages.name(random));
      case 6 -> varintField(7, Messages.number(random));
      case 7 -> varintField(8 + random.nextInt(1_000), random.nextLong());
      default -> bytesField(8 + random.nextInt(1_000), Seeds.bytes(random, random.nextInt(40)));
    };
  }

  private static byte[] varintField(int number, long value) throws IOException {
    return written(out -> out.writeUInt64(number, value));
  }

  private static byte[] bytesField(int number, byte[] value) throws IOException {
    return written(out -> out.writeBytes(number, ByteString.copyFrom(value)));
  }

  private static byte[] stringField(int number, String value) throws IOException {
    return written(out -> out.writeString(number, value));
  }

  @FunctionalInterface
  private interface Writing {
    void to(CodedOutputStream out) throws IOException;
  }

  private static byte[] written(Writing writing) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    writing.to(out);
    out.flush();
    return bytes.toByteArray();
  }

  private static byte[] small(RandomGenerator random) {
    return Seeds.bytes(random, random.nextInt(24));
  }

  private static byte[] mutated(byte[] bytes, RandomGenerator random) {
    for (int count = random.nextInt(4); count > 0 && bytes.length > 0; count--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return random.nextInt(5) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)) : bytes;
  }
}
