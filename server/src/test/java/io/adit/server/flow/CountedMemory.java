package io.adit.server.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.adit.wire.Memory;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;

/** Memory that knows what was not given back, and spoils what was. */
final class CountedMemory implements Memory {
  private final Set<Object> taken = new HashSet<>();

  @Override
  public Piece take(int bytes) {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    var key = new Object();
    taken.add(key);
    return new Piece() {
      @Override
      public ByteBuffer bytes() {
        return buffer;
      }

      @Override
      public void release() {
        assertThat(taken.remove(key)).as("given back for the first time").isTrue();
        buffer.clear();
        while (buffer.hasRemaining()) {
          buffer.put((byte) 0xAD);
        }
      }
    };
  }

  boolean isAllBack() {
    return taken.isEmpty();
  }
}
