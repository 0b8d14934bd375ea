package io.adit.faults.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.faults.history.Event.Block;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BlocksTest {
  private record Seen(Block block, boolean intact) {}

  private final List<Seen> seen = new ArrayList<>();
  private final Blocks blocks = new Blocks((block, intact) -> seen.add(new Seen(block, intact)));

  private static ByteBuffer joined(Block first, Block second) {
    return ByteBuffer.allocate(first.length() + second.length())
        .put(Blocks.bytes(first))
        .put(Blocks.bytes(second))
        .flip();
  }

  @Test
  void blocksAreFoundWhereverTheyAreCut() {
    var first = new Block(7, 0, 40);
    var second = new Block(7, 40, Blocks.HEADER_BYTES);
    ByteBuffer all = joined(first, second);
    for (int cut = 0; cut <= all.capacity(); cut++) {
      seen.clear();

      // When
      blocks.read(all.duplicate().limit(cut));
      blocks.read(all.duplicate().position(cut));

      // Then
      assertThat(seen).containsExactly(new Seen(first, true), new Seen(second, true));
    }
  }

  @Test
  void longBlocksPassInOnePiece() {
    var first = new Block(1, 0, Blocks.LONGEST);
    var second = new Block(1, Blocks.LONGEST, Blocks.LONGEST);

    // When
    blocks.read(joined(first, second));

    // Then
    assertThat(seen).containsExactly(new Seen(first, true), new Seen(second, true));
  }

  @Test
  void aChangedByteIsSeen() {
    var block = new Block(7, 0, 100);
    for (int i = 0; i < block.length(); i++) {
      seen.clear();
      ByteBuffer bytes = Blocks.bytes(block);
      bytes.put(i, (byte) (bytes.get(i) ^ 0x10));

      // When
      new Blocks((found, intact) -> seen.add(new Seen(found, intact))).read(bytes);

      // Then
      assertThat(seen).doesNotContain(new Seen(block, true));
    }
  }
}
