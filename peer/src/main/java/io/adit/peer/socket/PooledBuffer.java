package io.adit.peer.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;

/** A buffer of the pool that sockets read and write with: outside the heap, and used again. */
public final class PooledBuffer {
  private final ByteBuf whole;
  private final ByteBuffer bytes;

  PooledBuffer(ByteBufAllocator pool, int size) {
    this.whole = pool.directBuffer(size, size);
    this.bytes = whole.nioBuffer(0, size);
  }

  /** The buffer, the same one for each call: at first from position 0 to its size. */
  public ByteBuffer bytes() {
    return bytes;
  }

  /** Gives it back, once; nobody may look at it any more. */
  public void release() {
    whole.release();
  }
}
