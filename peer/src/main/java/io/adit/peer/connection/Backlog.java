package io.adit.peer.connection;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that wait for an application, in the order they came. They are copied and packed: a payload
 * is a view of a read that may hold a thousand others, and would keep all of it.
 */
final class Backlog {
  private static final int CHUNK_BYTES = 16 * 1024;

  /** Each is filled up to its position. */
  private final Deque<ByteBuffer> chunks = new ArrayDeque<>();

  private int bytes;

  int bytes() {
    return bytes;
  }

  boolean isEmpty() {
    return bytes == 0;
  }

  void add(ByteBuffer payload) {
    bytes += payload.remaining();
    ByteBuffer last = chunks.peekLast();
    if (last != null) {
      int count = Math.min(last.remaining(), payload.remaining());
      last.put(payload.slice(payload.position(), count));
      payload.position(payload.position() + count);
    }
    if (payload.hasRemaining()) {
      chunks.add(ByteBuffer.allocate(Math.max(CHUNK_BYTES, payload.remaining())).put(payload));
    }
  }

  /** The next bytes, which are the caller's; null: there are none. */
  @Nullable ByteBuffer poll() {
    ByteBuffer chunk = chunks.poll();
    if (chunk == null) {
      return null;
    }
    chunk.flip();
    bytes -= chunk.remaining();
    return chunk;
  }

  void clear() {
    chunks.clear();
    bytes = 0;
  }
}
