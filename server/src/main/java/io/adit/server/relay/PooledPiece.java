package io.adit.server.relay;

import io.adit.server.http.PooledBuffer;
import io.adit.wire.Memory;
import java.nio.ByteBuffer;

/** What a link keeps lies where it costs the heap nothing. */
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
