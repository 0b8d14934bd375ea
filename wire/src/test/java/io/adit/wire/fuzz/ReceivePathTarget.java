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
    path.read(chunks);
    assertThat(path.bufferedBytes()).isLessThan(WireLimits.MAX_MESSAGE_BYTES);
    return path;
  }

  @Override
  public String check(byte[] setting, byte[] stream, ReceivePath whole) {
    LinkSetting link = LinkSetting.of(setting[0]);
    checkMessages(link, whole.messages());
    checkMemory(link, stream);
    WireViolation violation = whole.violation();
    if (violation != null) {
      assertThat(violation.rule()).hasSizeLessThan(MAX_RULE_CHARS).matches("\\P{C}*");
      return Ends.of(violation);
    }
    return whole.isClosed() ? "closed" : whole.messages().isEmpty() ? "no message" : Ends.ACCEPTED;
  }

  private static void checkMemory(LinkSetting setting, byte[] stream) {
    long limit =
        FIXED_BYTES + WireLimits.MAX_MESSAGE_BYTES + (long) BYTES_FOR_EACH_READ * stream.length;
    if (allocated(setting, stream) > limit) {
      // Once more, in case it was a class that had to be loaded.
      assertThat(allocated(setting, stream)).as("bytes allocated").isLessThanOrEqualTo(limit);
    }
  }

  private static long allocated(LinkSetting setting, byte[] stream) {
    ReceivePath path = new ReceivePath(setting);
    List<ByteBuffer> chunks = List.of(ByteBuffer.wrap(stream.clone()));
    return Allocation.ofOneCall(() -> path.read(chunks));
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
      // A report for no connection is not refused: nobody has one to take it for.
      if (message instanceof Message.OfStream ofStream && !(message instanceof Message.Delivered)) {
        assertThat(ofStream.streamId()).isNotZero();
      }
    }
  }
}
