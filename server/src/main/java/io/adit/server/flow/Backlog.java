package io.adit.server.flow;

import io.adit.wire.Memory;
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

  private final Memory memory;

  /** Written up to their positions. A message is never cut: a large one has a chunk of its own. */
  private final Deque<Memory.Piece> chunks = new ArrayDeque<>();

  /** Where in the first chunk the next message's size stands. */
  private int readAt;

  private int bytes;

  public Backlog(Memory memory) {
    this.memory = memory;
  }

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

  /** Takes the next message out and hands it over for the time of the call. There must be one. */
  public void remove(Consumer<ByteBuffer> receiver) {
    Memory.Piece chunk = chunks.element();
    int size = nextSize();
    ByteBuffer message = chunk.bytes().slice(readAt + Integer.BYTES, size);
    readAt += Integer.BYTES + size;
    bytes -= size;
    if (readAt < chunk.bytes().position()) {
      receiver.accept(message);
      return;
    }
    chunks.remove();
    readAt = 0;
    try {
      receiver.accept(message);
    } finally {
      chunk.release();
    }
  }

  /** Bytes of the next message. There must be one. */
  public int nextSize() {
    return chunks.element().bytes().getInt(readAt);
  }

  /** Bytes of all messages. */
  public int bytes() {
    return bytes;
  }

  public boolean isEmpty() {
    return chunks.isEmpty();
  }

  /** What the messages and the room beside them take. */
  int takenBytes() {
    return chunks.stream().mapToInt(chunk -> chunk.bytes().capacity()).sum();
  }

  public void clear() {
    chunks.forEach(Memory.Piece::release);
    chunks.clear();
    readAt = 0;
    bytes = 0;
  }

  private ByteBuffer chunkFor(int needed) {
    Memory.Piece last = chunks.peekLast();
    if (last != null && last.bytes().remaining() >= needed) {
      return last.bytes();
    }
    Memory.Piece chunk = memory.take(Math.max(CHUNK_BYTES, needed));
    chunks.add(chunk);
    return chunk.bytes();
  }
}
