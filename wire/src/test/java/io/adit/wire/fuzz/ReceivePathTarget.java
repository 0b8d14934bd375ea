package io.adit.wire.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.fuzz.Mutation;
import io.adit.fuzz.Pool;
import io.adit.fuzz.StreamTarget;
import io.adit.wire.Allocation;
import io.adit.wire.Message;
import io.adit.wire.Side;
import io.adit.wire.WireLimits;
import io.adit.wire.WireViolation;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The whole way in, from a socket's bytes to the send rules, for every kind of link. An input's
 * first byte is the {@link LinkSetting}.
 */
final class ReceivePathTarget implements StreamTarget<ReceivePath> {
  /** Of the readers themselves, whatever is read. */
  private static final int FIXED_BYTES = 100_000;

  /** The costliest input is SERVICE_IDS with many short names. */
  private static final int BYTES_FOR_EACH_READ = 64;

  /** Views, which are gone when the chunk was read. */
  private static final int BYTES_FOR_EACH_CHUNK = 256;

  /** A close frame's reason has 123 bytes; a log line should not be much longer. */
  private static final int MAX_RULE_CHARS = 200;

  @Override
  public String name() {
    return "receive-path";
  }

  @Override
  public int settingBytes() {
    return 1;
  }

  @Override
  public byte[] draw(RandomGenerator random, Pool known) {
    return random.nextBoolean() ? Mutation.of(known, random) : RandomStreams.any(random);
  }

  @Override
  public ReceivePath read(byte[] setting, List<ByteBuffer> chunks) {
    ReceivePath path = new ReceivePath(LinkSetting.of(setting[0]));
    int streamBytes = chunks.stream().mapToInt(ByteBuffer::remaining).sum();
    long allocated = Allocation.ofOneCall(() -> path.read(chunks));
    assertThat(allocated)
        .as("bytes allocated for %s that were read", streamBytes)
        .isLessThan(
            FIXED_BYTES
                + WireLimits.MAX_MESSAGE_BYTES
                + (long) BYTES_FOR_EACH_READ * streamBytes
                + (long) BYTES_FOR_EACH_CHUNK * chunks.size());
    assertThat(path.bufferedBytes()).isLessThan(WireLimits.MAX_MESSAGE_BYTES);
    return path;
  }

  @Override
  public String check(byte[] setting, byte[] stream, ReceivePath whole) {
    checkMessages(LinkSetting.of(setting[0]), whole.messages());
    WireViolation violation = whole.violation();
    if (violation != null) {
      assertThat(violation.rule()).hasSizeLessThan(MAX_RULE_CHARS).matches("\\P{C}*");
      return Ends.of(violation);
    }
    return whole.isClosed() ? "closed" : whole.messages().isEmpty() ? "no message" : Ends.ACCEPTED;
  }

  /** What no message that came through may be. */
  private static void checkMessages(LinkSetting setting, List<Message> messages) {
    Set<String> started = new HashSet<>();
    for (Message message : messages) {
      switch (message) {
        case Message.StreamStart start -> started.add(start.serviceId());
        case Message.Data data when setting.sender() == Side.SOURCE ->
            assertThat(started).contains(data.serviceId());
        case Message.SessionReset _, Message.ServiceIds _ ->
            throw new AssertionError(message + " from a client");
        default -> {}
      }
      if (message instanceof Message.OfStream ofStream) {
        assertThat(ofStream.streamId()).isNotZero();
      }
    }
  }
}
