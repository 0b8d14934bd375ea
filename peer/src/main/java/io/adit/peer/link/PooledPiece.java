package io.adit.peer.link;

import io.adit.peer.socket.PooledBuffer;
import io.adit.wire.Memory;
import java.nio.ByteBuffer;

/** What is put together for a link lies where it costs the heap nothing. */
record PooledPiece(PooledBuffer buffer) implements Memory.Piece {
  @Override
  public ByteBuffer bytes() {
    return buffer.bytes();
  }

  @Override
  public void release() {
    buffer.release();
  }
}
