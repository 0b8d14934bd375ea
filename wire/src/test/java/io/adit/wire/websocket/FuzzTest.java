package io.adit.wire.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.fuzz.Seeds;
import io.adit.fuzz.Splits;
import io.adit.wire.Allocation;
import io.adit.wire.Message;
import io.adit.wire.MessageCodec;
import io.adit.wire.Messages;
import io.adit.wire.Side;
import io.adit.wire.Subprotocol;
import io.adit.wire.WireLimits;
import io.adit.wire.WireViolation;
import io.adit.wire.websocket.WebSocketReader.Role;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * A peer that sends anything: random bytes, and streams that were right until something changed
 * them on one of the levels. {@code mvn -pl wire test -Dtest=FuzzTest -Dadit.fuzz.factor=1000}
 * tries ten million; see {@link Seeds}.
 */
class FuzzTest {
  private static final int INPUTS = 10_000;

  @Test
  void anyBytesAreReadOrRefusedAndTheSameHoweverTheyAreCut() {
    Seeds.forEach(
        INPUTS,
        random -> {
          Side sender = random.nextBoolean() ? Side.SOURCE : Side.DESTINATION;
          byte[] stream = stream(random, sender);
          Subprotocol subprotocol = random.nextInt(4) == 0 ? Subprotocol.V1 : Subprotocol.V3;
          Link whole = new Link(sender, subprotocol);
          Link cut = new Link(sender, subprotocol);

          whole.read(List.of(ByteBuffer.wrap(stream.clone())));
          cut.read(Splits.random(stream, 10, random));

          assertThat(cut.arrivals()).isEqualTo(whole.arrivals());
          assertThat(rule(cut)).isEqualTo(rule(whole));
          assertThat(rule(whole)).hasSizeLessThan(200).matches("\\P{C}*");
        });
  }

  /**
   * The costliest input, some 50 bytes for each of its own, is SERVICE_IDS with many short names.
   */
  @Test
  void noInputTakesMemoryOutOfProportion() {
    Seeds.forEach(
        INPUTS / 5,
        random -> {
          byte[] stream = stream(random, Side.SOURCE);
          List<ByteBuffer> chunks = Splits.random(stream, 10, random);
          Link link = new Link(Side.SOURCE, Subprotocol.V3);

          long bytes = Allocation.ofOneCall(() -> link.read(chunks));

          assertThat(bytes)
              .isLessThan(WireLimits.MAX_MESSAGE_BYTES + 100_000 + 64L * stream.length);
          assertThat(link.bufferedBytes()).isLessThan(WireLimits.MAX_MESSAGE_BYTES);
        });
  }

  private static String rule(Link link) {
    WireViolation violation = link.violation();
    return violation == null ? "" : violation.kind() + ": " + violation.rule();
  }

  private static byte[] stream(RandomGenerator random, Side sender) {
    return switch (random.nextInt(10)) {
      case 0 -> Seeds.bytes(random, random.nextInt(200));
      case 1 -> frames(random, Seeds.bytes(random, random.nextInt(2_000)));
      case 2 -> manyNames(random);
      case 3, 4 -> mutated(frames(random, messages(random, sender, false)), random);
      case 5, 6 -> frames(random, mutated(messages(random, sender, false), random));
      case 7, 8 -> frames(random, messages(random, sender, true));
      default -> frames(random, messages(random, sender, false));
    };
  }

  /** Messages with their lengths, all as a client may send them, or each changed a little. */
  private static byte[] messages(RandomGenerator random, Side sender, boolean mutate) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    if (sender == Side.SOURCE) {
      stream.writeBytes(framed(encoded(new Message.StreamStart(1, "SSH", 1))));
    }
    for (int count = random.nextInt(9); count > 0; count--) {
      byte[] message =
          encoded(random.nextInt(8) == 0 ? Messages.any(random) : usual(random, sender));
      stream.writeBytes(framed(mutate ? mutated(message, random) : message));
    }
    return stream.toByteArray();
  }

  private static Message usual(RandomGenerator random, Side sender) {
    int connection = random.nextInt(1, 4);
    return switch (random.nextInt(sender == Side.SOURCE ? 6 : 4)) {
      case 0 -> new Message.ConnectionReset(1, "SSH", connection);
      case 1 -> new Message.StreamReset(1, "SSH", 0);
      case 4 -> new Message.ConnectionStart(1, "SSH", connection);
      default ->
          new Message.Data(
              1, "SSH", connection, ByteBuffer.wrap(Seeds.bytes(random, random.nextInt(500))));
    };
  }

  private static byte[] manyNames(RandomGenerator random) {
    byte[] message = new byte[2 + 3 * random.nextInt(21_000)];
    for (int i = 2; i < message.length; i += 3) {
      message[i] = 6 << 3 | 2;
      message[i + 1] = 1;
      message[i + 2] = 'x';
    }
    message[0] = 1 << 3;
    message[1] = 5;
    return frames(random, framed(message));
  }

  private static byte[] encoded(Message message) {
    ByteBuffer out = ByteBuffer.allocate(MessageCodec.encodedSize(message));
    MessageCodec.encode(message, out);
    return out.array();
  }

  private static byte[] framed(byte[] message) {
    return ByteBuffer.allocate(2 + message.length)
        .putShort((short) message.length)
        .put(message)
        .array();
  }

  /** The bytes in WebSocket frames of random sizes, with control frames between them. */
  private static byte[] frames(RandomGenerator random, byte[] bytes) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    boolean begun = false;
    for (int from = 0; from < bytes.length; ) {
      int to = Math.min(bytes.length, from + random.nextInt(random.nextInt(1, 70_000)));
      int opcode = begun ? Opcode.CONTINUATION : Opcode.BINARY;
      RawFrame frame = RawFrame.to(Role.SERVER, opcode, Arrays.copyOfRange(bytes, from, to));
      begun = random.nextBoolean();
      stream.writeBytes((begun ? frame.notFinal() : frame).bytes());
      if (random.nextInt(4) == 0) {
        stream.writeBytes(controlFrame(random).bytes());
      }
      from = to;
    }
    return stream.toByteArray();
  }

  private static RawFrame controlFrame(RandomGenerator random) {
    byte[] payload = Seeds.bytes(random, random.nextInt(126));
    return switch (random.nextInt(20)) {
      case 0 -> RawFrame.to(Role.SERVER, Opcode.CLOSE, payload);
      case 1 -> RawFrame.to(Role.SERVER, Opcode.CLOSE, (byte) 3, (byte) 0xe8, (byte) 'x');
      case 2, 3, 4, 5, 6, 7, 8, 9 -> RawFrame.to(Role.SERVER, Opcode.PING, payload);
      default -> RawFrame.to(Role.SERVER, Opcode.PONG, payload);
    };
  }

  /** One to three changes: a byte set, bytes cut out, or bytes doubled. */
  private static byte[] mutated(byte[] bytes, RandomGenerator random) {
    byte[] changed = bytes.clone();
    for (int count = random.nextInt(1, 4); count > 0 && changed.length > 0; count--) {
      int at = random.nextInt(Math.min(changed.length, random.nextBoolean() ? 16 : 300));
      int length = Math.min(changed.length - at, random.nextInt(9));
      changed =
          switch (random.nextInt(4)) {
            case 0 -> spliced(changed, at, at + length);
            case 1 -> spliced(changed, at + length, at);
            default -> {
              changed[at] = (byte) random.nextInt(256);
              yield changed;
            }
          };
    }
    return changed;
  }

  /** The bytes up to here, and then from there on. */
  private static byte[] spliced(byte[] bytes, int upTo, int from) {
    return ByteBuffer.allocate(upTo + bytes.length - from)
        .put(bytes, 0, upTo)
        .put(bytes, from, bytes.length - from)
        .array();
  }
}
