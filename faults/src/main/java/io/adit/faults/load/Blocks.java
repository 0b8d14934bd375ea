package io.adit.faults.load;

import io.adit.faults.history.Event.Block;
import java.nio.ByteBuffer;
import java.util.function.BiConsumer;

/**
 * Bytes that tell where they belong: whoever finds some knows of which stream they are, and from
 * where in it.
 *
 * <pre>
 *  +----------+------------+------------+------------+---------------------------------+
 *  | "BLOK" 4 |  stream 8  |  offset 8  |  length 4  | bytes made of stream and offset |
 *  +----------+------------+------------+------------+---------------------------------+
 *                                         of it all
 * </pre>
 */
final class Blocks {
  static final int HEADER_BYTES = 24;
  static final int LONGEST = 16 * 1024;

  private static final int MARK = 0x424c4f4b;
  private static final Block GARBLED = new Block(0, 0, 1);

  private final BiConsumer<Block, Boolean> onBlock;
  private final ByteBuffer pending = ByteBuffer.allocate(2 * LONGEST);

  /**
   * Reads what arrives on one connection.
   *
   * @param onBlock told of each block, and whether it is intact
   */
  Blocks(BiConsumer<Block, Boolean> onBlock) {
    this.onBlock = onBlock;
  }

  static ByteBuffer bytes(Block block) {
    ByteBuffer bytes = ByteBuffer.allocate(block.length());
    bytes.putInt(MARK).putLong(block.stream()).putLong(block.offset()).putInt(block.length());
    for (int i = HEADER_BYTES; i < block.length(); i++) {
      bytes.put(filler(block, i));
    }
    return bytes.flip();
  }

  private static byte filler(Block block, int index) {
    long mixed = (block.stream() * 0x9e37_79b9_7f4a_7c15L + block.offset() + index);
    return (byte) (mixed ^ mixed >>> 29);
  }

  /** Reads on; messages may cut a block anywhere. */
  void read(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      int count = Math.min(bytes.remaining(), pending.remaining());
      pending.put(bytes.slice(bytes.position(), count));
      bytes.position(bytes.position() + count);
      pending.flip();
      takeWhole();
      pending.compact();
    }
  }

  private void takeWhole() {
    while (pending.remaining() >= HEADER_BYTES) {
      int start = pending.position();
      int length = pending.getInt(start + 20);
      if (pending.getInt(start) != MARK || length < HEADER_BYTES || length > LONGEST) {
        onBlock.accept(GARBLED, false);
        pending.position(pending.limit());
      } else if (pending.remaining() < length) {
        return;
      } else {
        var block = new Block(pending.getLong(start + 4), pending.getLong(start + 12), length);
        onBlock.accept(block, isIntact(block, start));
        pending.position(start + length);
      }
    }
  }

  private boolean isIntact(Block block, int start) {
    for (int i = HEADER_BYTES; i < block.length(); i++) {
      if (pending.get(start + i) != filler(block, i)) {
        return false;
      }
    }
    return true;
  }
}
