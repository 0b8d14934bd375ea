package io.adit.wire.fuzz;

import io.adit.fuzz.Mutation;
import io.adit.fuzz.Seeds;
import io.adit.wire.Message;
import io.adit.wire.MessageCodec;
import io.adit.wire.Messages;
import io.adit.wire.Side;
import io.adit.wire.websocket.RawFrame;
import io.adit.wire.websocket.WebSocketReader.Role;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** What a client sends, right until something changed it on one of the levels; or random bytes. */
final class RandomStreams {
  private static final int BINARY = 2;
  private static final int CONTINUATION = 0;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;

  private RandomStreams() {}

  /** A setting and a stream. */
  static byte[] any(RandomGenerator random) {
    byte bits = (byte) random.nextInt(32);
    LinkSetting setting = LinkSetting.of(bits);
    byte[] stream =
        switch (random.nextInt(20)) {
          case 0 -> Seeds.bytes(random, random.nextInt(200));
          case 1 -> frames(random, Seeds.bytes(random, random.nextInt(500)));
          case 2 -> manyNames(random);
          case 3, 4, 5, 6, 7 ->
              Mutation.of(frames(random, messages(random, setting, false)), random);
          case 8, 9, 10, 11 ->
              frames(random, Mutation.of(messages(random, setting, false), random));
          case 12, 13, 14, 15 -> frames(random, messages(random, setting, true));
          default -> frames(random, messages(random, setting, false));
        };
    return prefixed(bits, stream);
  }

  static byte[] prefixed(byte bits, byte[] stream) {
    return ByteBuffer.allocate(1 + stream.length).put(bits).put(stream).array();
  }

  /** Messages with their lengths, all as a client may send them, or each changed a little. */
  private static byte[] messages(RandomGenerator random, LinkSetting setting, boolean mutate) {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    List<String> services = setting.services();
    String service = services.isEmpty() || random.nextInt(8) == 0 ? "" : services.getFirst();
    if (setting.sender() == Side.SOURCE && random.nextInt(16) > 0) {
      stream.writeBytes(framed(encoded(new Message.StreamStart(1, service, 1))));
    }
    for (int count = random.nextInt(7); count > 0; count--) {
      byte[] message =
          encoded(
              random.nextInt(8) == 0
                  ? Messages.any(random)
                  : usual(random, setting.sender(), service));
      stream.writeBytes(framed(mutate ? Mutation.of(message, random) : message));
    }
    return stream.toByteArray();
  }

  private static Message usual(RandomGenerator random, Side sender, String service) {
    int connection = random.nextInt(1, 4);
    return switch (random.nextInt(sender == Side.SOURCE ? 6 : 4)) {
      case 0 -> new Message.ConnectionReset(1, service, connection);
      case 1 -> new Message.StreamReset(1, service, 0);
      case 4 -> new Message.ConnectionStart(1, service, connection);
      default ->
          new Message.Data(
              1, service, connection, ByteBuffer.wrap(Seeds.bytes(random, random.nextInt(100))));
    };
  }

  /** A list of services, of the least bytes for each. */
  private static byte[] manyNames(RandomGenerator random) {
    byte[] message = new byte[2 + 3 * random.nextInt(random.nextInt(10) == 0 ? 21_000 : 100)];
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
      int longest = random.nextBoolean() ? 70_000 : 64;
      int to = Math.min(bytes.length, from + random.nextInt(random.nextInt(1, longest)));
      int opcode = begun ? CONTINUATION : BINARY;
      RawFrame frame = RawFrame.to(Role.SERVER, opcode, Arrays.copyOfRange(bytes, from, to));
      begun = random.nextBoolean();
      stream.writeBytes(masked(begun ? frame.notFinal() : frame, random));
      if (random.nextInt(4) == 0) {
        stream.writeBytes(masked(controlFrame(random), random));
      }
      from = to;
    }
    return stream.toByteArray();
  }

  /** Half of them so that what is in them can be found, and mutated. */
  private static byte[] masked(RawFrame frame, RandomGenerator random) {
    return frame.withMaskKey(random.nextBoolean() ? 0 : random.nextInt()).bytes();
  }

  private static RawFrame controlFrame(RandomGenerator random) {
    byte[] payload = Seeds.bytes(random, random.nextInt(126));
    return switch (random.nextInt(20)) {
      case 0 -> RawFrame.to(Role.SERVER, CLOSE, payload);
      case 1 -> RawFrame.to(Role.SERVER, CLOSE, (byte) 3, (byte) 0xe8, (byte) 'x');
      case 2, 3, 4, 5, 6, 7, 8, 9 -> RawFrame.to(Role.SERVER, PING, payload);
      default -> RawFrame.to(Role.SERVER, PONG, payload);
    };
  }
}
