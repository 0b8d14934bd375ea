package io.adit.wire;

import io.adit.fuzz.Seeds;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Random messages: every type, and every field at its default, at its limits and between. */
public final class Messages {
  private static final int[] NUMBERS = {
    0, 1, 2, 127, 128, 16_383, 16_384, Integer.MAX_VALUE, Integer.MIN_VALUE, -1, -2
  };
  private static final String[] NAMES = {
    "", "SSH", "HTTP1", "a-b_c.d", "ß", "サービス", "\ud83d\udd11", "x".repeat(127), "x".repeat(128)
  };

  private Messages() {}

  /** Any message. */
  public static Message any(RandomGenerator random) {
    int streamId = number(random);
    String serviceId = name(random);
    int connectionId = number(random);
    return switch (random.nextInt(10)) {
      case 0, 1 -> new Message.Data(streamId, serviceId, connectionId, payload(random));
      case 2 -> new Message.StreamStart(streamId, serviceId, connectionId);
      case 3 -> new Message.StreamReset(streamId, serviceId, connectionId, reason(random));
      case 4 -> new Message.ConnectionStart(streamId, serviceId, connectionId);
      case 5 -> new Message.ConnectionReset(streamId, serviceId, connectionId, reason(random));
      case 6 -> new Message.SessionReset();
      case 7 -> new Message.ServiceIds(names(random));
      case 8 -> new Message.Delivered(streamId, serviceId, connectionId, total(random));
      default -> new Message.Unknown(unknownType(random), random.nextBoolean());
    };
  }

  /** Half of the resets say nothing, as all of AWS's do. */
  static ResetReason reason(RandomGenerator random) {
    return random.nextBoolean() ? ResetReason.NONE : new ResetReason(name(random) + " refused");
  }

  private static long total(RandomGenerator random) {
    return random.nextBoolean()
        ? random.nextInt(300)
        : random.nextLong() >>> (1 + random.nextInt(62));
  }

  static int number(RandomGenerator random) {
    return random.nextInt(4) == 0 ? random.nextInt() : NUMBERS[random.nextInt(NUMBERS.length)];
  }

  static String name(RandomGenerator random) {
    return NAMES[random.nextInt(NAMES.length)];
  }

  static List<String> names(RandomGenerator random) {
    return IntStream.range(0, random.nextInt(4)).mapToObj(_ -> name(random)).toList();
  }

  /** Mostly small, now and then the largest that is allowed; read only, as a view may be. */
  static ByteBuffer payload(RandomGenerator random) {
    int bytes =
        switch (random.nextInt(20)) {
          case 0 -> WireLimits.MAX_PAYLOAD_BYTES;
          case 1 -> random.nextInt(WireLimits.MAX_PAYLOAD_BYTES);
          case 2 -> 0;
          default -> random.nextInt(300);
        };
    return ByteBuffer.wrap(Seeds.bytes(random, bytes)).asReadOnlyBuffer();
  }

  /** A type that the protocol does not have, yet not the 0 that encodes to nothing. */
  private static int unknownType(RandomGenerator random) {
    int type = number(random);
    return (type >= 0 && type <= 7) || type == MessageType.DELIVERED ? 8 : type;
  }
}
