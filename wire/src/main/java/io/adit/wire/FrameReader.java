package io.adit.wire;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a link's byte stream into messages. A frame is a two-byte big-endian length and that many
 * bytes; frames and WebSocket messages are unaligned by contract, so a chunk may hold any part of
 * any number of frames. Not thread safe.
 *
 * <pre>
 *  +--------+--------+----------------------+
 *  | length (1..65535) |  message (protobuf)  |
 *  +--------+--------+----------------------+
 * </pre>
 */
public final class FrameReader {
  private static final int NO_BYTE = -1;

  /** The length's first byte, where a chunk ended behind it. */
  private int firstLengthByte = NO_BYTE;

  /** The message that began in an earlier chunk; its limit is the message's size. */
  private @Nullable ByteBuffer partial;

  /**
   * Hands over each message that ends in this chunk, in order. A message that lies whole in the
   * chunk is a view of it; one that was split is a new buffer. Either way it is the receiver's to
   * keep, as long as the chunk's bytes are left alone.
   *
   * @throws WireViolation for a frame of no bytes: it would be a message without a type
   */
  public void read(ByteBuffer chunk, Consumer<ByteBuffer> onMessage) {
    while (chunk.hasRemaining()) {
      ByteBuffer message = partial == null ? begin(chunk) : resume(partial, chunk);
      if (message != null) {
        onMessage.accept(message);
      }
    }
  }

  /** Bytes held back for a message that is not complete. */
  public int bufferedBytes() {
    return partial == null ? 0 : partial.position();
  }

  private @Nullable ByteBuffer begin(ByteBuffer chunk) {
    int high = firstLengthByte == NO_BYTE ? chunk.get() & 0xff : firstLengthByte;
    if (!chunk.hasRemaining()) {
      firstLengthByte = high;
      return null;
    }
    firstLengthByte = NO_BYTE;
    int length = high << 8 | (chunk.get() & 0xff);
    if (length == 0) {
      throw new WireViolation(WireViolation.Kind.MALFORMED_MESSAGE, "a frame of 0 bytes");
    }
    if (chunk.remaining() < length) {
      partial = ByteBuffer.allocate(length).put(chunk);
      return null;
    }
    ByteBuffer whole = chunk.slice(chunk.position(), length);
    chunk.position(chunk.position() + length);
    return whole;
  }

  private @Nullable ByteBuffer resume(ByteBuffer message, ByteBuffer chunk) {
    int count = Math.min(message.remaining(), chunk.remaining());
    message.put(chunk.slice(chunk.position(), count));
    chunk.position(chunk.position() + count);
    if (message.hasRemaining()) {
      return null;
    }
    partial = null;
    return message.flip();
  }
}
