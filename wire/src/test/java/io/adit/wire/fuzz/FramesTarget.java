package io.adit.wire.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.fuzz.StreamTarget;
import io.adit.wire.FrameReader;
import io.adit.wire.WireLimits;
import io.adit.wire.WireViolation;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The reader of frames against a loop over the whole stream. */
final class FramesTarget implements StreamTarget<FramesTarget.Read> {

  /** What the reader handed out and kept. */
  record Read(List<ByteBuffer> messages, int keptBytes, @Nullable String broken) {}

  @Override
  public String name() {
    return "frames";
  }

  @Override
  public Read read(byte[] setting, List<ByteBuffer> chunks) {
    FrameReader reader = new FrameReader();
    List<ByteBuffer> messages = new ArrayList<>();
    try {
      for (ByteBuffer chunk : chunks) {
        reader.read(chunk, messages::add);
        assertThat(reader.bufferedBytes()).isLessThan(WireLimits.MAX_MESSAGE_BYTES);
      }
      return new Read(messages, reader.bufferedBytes(), null);
    } catch (WireViolation violation) {
      return new Read(messages, reader.bufferedBytes(), Ends.of(violation));
    }
  }

  @Override
  public String check(byte[] setting, byte[] stream, Read whole) {
    assertThat(whole).isEqualTo(plain(stream));
    return whole.broken() != null
        ? whole.broken()
        : whole.messages().isEmpty() ? "nothing whole" : Ends.ACCEPTED;
  }

  private static Read plain(byte[] stream) {
    List<ByteBuffer> messages = new ArrayList<>();
    int at = 0;
    while (stream.length - at >= WireLimits.LENGTH_BYTES) {
      int length = (stream[at] & 0xff) * 256 + (stream[at + 1] & 0xff);
      at += WireLimits.LENGTH_BYTES;
      if (length == 0) {
        return new Read(messages, 0, "MALFORMED_MESSAGE: a frame of # bytes");
      }
      if (stream.length - at < length) {
        return new Read(messages, stream.length - at, null);
      }
      messages.add(ByteBuffer.wrap(Arrays.copyOfRange(stream, at, at + length)));
      at += length;
    }
    return new Read(messages, 0, null);
  }
}
