package io.adit.server.flow;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Messages that wait, first in, first out. They lie one behind the other in a few buffers, each
 * behind its size in four bytes: with a buffer for each, a message of one byte would cost a
 * hundred. Nothing is kept while nothing waits. Not thread safe.
 */
public final class Backlog {
  private static final int CHUNK_BYTES = 16 * 1024;

  /** Written up to their positions. A message is never cut: a large one has a chunk of its own. */
  private final Deque<ByteBuffer> chunks = new ArrayDeque<>();

  /** Where in the first chunk the next message's size stands. */
  private int readAt;

  private int bytes;

  /**
   * Adds a message.
   *
   * @param writer writes exactly {@code size} bytes where the buffer stands, before this returns
   */
  public void add(int size, Consumer<ByteBuffer> writer) {
    ByteBuffer chunk = chunkFor(Integer.BYTES + size);
    chunk.putInt(size);
    writer.accept(chunk.slice(chunk.position(), size));
    chunk.position(chunk.position() + size);
    bytes += size;
  }

  /** Takes the next message out; it is the caller's to keep. There must be one. */
  public ByteBuffer remove() {
    ByteBuffer chunk = chunks.element();
    int size = chunk.getInt(readAt);
    ByteBuffer message = chunk.slice(readAt + Integer.BYTES, size);
    readAt += Integer.BYTES + size;
    bytes -= size;
    if (readAt == chunk.position()) {
      chunks.remove();
      readAt = 0;
    }
    return message;
  }

  /** Bytes of the next message. There must be one. */
  public int nextSize() {
    return chunks.element().getInt(readAt);
  }

  /** Bytes of all messages. */
  public int bytes() {
    return bytes;
  }

  public boolean isEmpty() {
    return chunks.isEmpty();
  }

  /** What the messages and the room beside them take of the heap. */
  int heapBytes() {
    return chunks.stream().mapToInt(ByteBuffer::capacity).sum();
  }

  public void clear() {
    chunks.clear();
    readAt = 0;
    bytes = 0;
  }

  private ByteBuffer chunkFor(int needed) {
    ByteBuffer last = chunks.peekLast();
    if (last != null && last.remaining() >= needed) {
      return last;
    }
    ByteBuffer chunk = ByteBuffer.allocate(Math.max(CHUNK_BYTES, needed));
    chunks.add(chunk);
    return chunk;
  }
}
