package io.adit.wire;

import java.nio.ByteBuffer;

/** Where bytes are kept that cannot go on yet. */
public interface Memory {

  /** A buffer that is given back when nobody looks at it any more. */
  interface Piece {
    /** The buffer, the same one for each call. */
    ByteBuffer bytes();

    /** Gives it back, once. */
    void release();
  }

  /** A new buffer on the heap for each piece: it may be kept though it was given back. */
  Memory HEAP = bytes -> new HeapPiece(ByteBuffer.allocate(bytes));

  /** Room for so many bytes, from position 0 to the limit, whatever stands there. */
  Piece take(int bytes);

  /** See {@link #HEAP}. */
  record HeapPiece(ByteBuffer bytes) implements Piece {
    @Override
    public void release() {}
  }
}
