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

  private final Memory memory;

  /** The length's first byte, where a chunk ended behind it. */
  private int firstLengthByte = NO_BYTE;

  /** The message that began in an earlier chunk; the limit of its bytes is the message's size. */
  private Memory.@Nullable Piece partial;

  /** What it hands over may be kept, as long as the chunks are left alone. */
  public FrameReader() {
    this(Memory.HEAP);
  }

  /**
   * @param memory where a message is put together that was split; it is given back when the
   *     message's receiver returns
   */
  public FrameReader(Memory memory) {
    this.memory = memory;
  }

  /**
   * Hands over each message that ends in this chunk, in order: a view of the chunk, or of the
   * memory that it was put together in.
   *
   * @throws WireViolation for a frame of no bytes: it would be a message without a type
   */
  public void read(ByteBuffer chunk, Consumer<ByteBuffer> onMessage) {
    while (chunk.hasRemaining()) {
      if (partial == null) {
        begin(chunk, onMessage);
      } else {
        resume(partial, chunk, onMessage);
      }
    }
  }

  /** Bytes held back for a message that is not complete. */
  public int bufferedBytes() {
    return partial == null ? 0 : partial.bytes().position();
  }

  /** Gives up the message that is not complete; nothing is to be read any more. */
  public void discard() {
    if (partial != null) {
      partial.release();
      partial = null;
    }
  }

  private void begin(ByteBuffer chunk, Consumer<ByteBuffer> onMessage) {
    int high = firstLengthByte == NO_BYTE ? chunk.get() & 0xff : firstLengthByte;
    if (!chunk.hasRemaining()) {
      firstLengthByte = high;
      return;
    }
    firstLengthByte = NO_BYTE;
    int length = high << 8 | (chunk.get() & 0xff);
    if (length == 0) {
      throw new WireViolation(WireViolation.Kind.MALFORMED_MESSAGE, "a frame of 0 bytes");
    }
    if (chunk.remaining() < length) {
      partial = memory.take(length);
      partial.bytes().put(chunk);
      return;
    }
    ByteBuffer whole = chunk.slice(chunk.position(), length);
    chunk.position(chunk.position() + length);
    onMessage.accept(whole);
  }

  private void resume(Memory.Piece piece, ByteBuffer chunk, Consumer<ByteBuffer> onMessage) {
    ByteBuffer message = piece.bytes();
    int count = Math.min(message.remaining(), chunk.remaining());
    message.put(chunk.slice(chunk.position(), count));
    chunk.position(chunk.position() + count);
    if (message.hasRemaining()) {
      return;
    }
    partial = null;
    try {
      onMessage.accept(message.flip());
    } finally {
      piece.release();
    }
  }
}
