package io.adit.wire.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.adit.fuzz.FuzzTarget;
import io.adit.wire.Message;
import io.adit.wire.MessageCodec;
import io.adit.wire.MessageCodec.UnknownFields;
import io.adit.wire.ProtobufSchema;
import io.adit.wire.WireViolation;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The codec against protobuf-java, in both ways to take unknown fields, and there and back. */
final class CodecTarget implements FuzzTarget {
  /**
   * Stricter than protobuf-java in corners that no encoder comes near: groups, tags and lengths of
   * more than 32 bits, which it cuts, and numbers whose tenth byte says that they go on, which it
   * does not always see.
   */
  private static final Pattern STRICTER =
      Pattern.compile(
          "wire type [34] .*"
              + "|field number \\d+ is out of range"
              + "|a field of -?\\d{10,} bytes ends after the message"
              + "|a number is longer than 10 bytes");

  @Override
  public String name() {
    return "codec";
  }

  @Override
  public String run(byte[] input) {
    Object refusing = decode(input, UnknownFields.REFUSE);
    Object skipping = decode(input, UnknownFields.SKIP);
    Message expected = parsed(input);
    if (skipping instanceof Message message) {
      assertThat(message).isEqualTo(expected);
      thereAndBack(message);
    } else if (expected != null) {
      assertThat(((WireViolation) skipping).rule()).matches(STRICTER);
    }
    if (refusing instanceof Message) {
      assertThat(refusing).isEqualTo(skipping);
      return Ends.ACCEPTED;
    }
    String end = Ends.of((WireViolation) refusing);
    return skipping instanceof WireViolation violation && !Ends.of(violation).equals(end)
        ? end + "; skipped: " + Ends.of(violation)
        : end;
  }

  private static Object decode(byte[] input, UnknownFields unknownFields) {
    ByteBuffer bytes = ByteBuffer.wrap(input.clone());
    try {
      Message message = MessageCodec.decode(bytes, unknownFields);
      assertThat(bytes.hasRemaining()).isFalse();
      return message;
    } catch (WireViolation violation) {
      assertThat(violation.kind()).isEqualTo(WireViolation.Kind.MALFORMED_MESSAGE);
      return violation;
    }
  }

  private static void thereAndBack(Message message) {
    ByteBuffer out = ByteBuffer.allocate(MessageCodec.encodedSize(message));
    MessageCodec.encode(message, out);
    assertThat(out.hasRemaining()).as("bytes that encodedSize promised too much").isFalse();
    assertThat(out.array()).isEqualTo(ProtobufSchema.encode(message));
    assertThat(MessageCodec.decode(out.flip(), UnknownFields.REFUSE)).isEqualTo(message);
  }

  /** What protobuf-java reads, or null where it refuses. */
  private static @Nullable Message parsed(byte[] input) {
    try {
      return ProtobufSchema.toMessage(ProtobufSchema.parse(input));
    } catch (InvalidProtocolBufferException e) {
      return null;
    }
  }
}
