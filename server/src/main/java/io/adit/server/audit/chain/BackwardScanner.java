package io.adit.server.audit.chain;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads a file's lines from the last to the first. */
public final class BackwardScanner implements AutoCloseable {
  private static final int BLOCK_BYTES = 1 << 16;

  private final FileChannel channel;

  /** Where the window begins in the file. */
  private long start;

  private byte[] window = new byte[0];

  public BackwardScanner(Path file) throws IOException {
    this.channel = FileChannel.open(file, StandardOpenOption.READ);
    this.start = channel.size();
    // What stands behind the last line's end is no line.
    previous();
  }

  /** The line before the one that was read last; null: there is none. */
  public byte @Nullable [] previous() throws IOException {
    int newline = lastNewline();
    while (newline < 0 && start > 0) {
      grow();
      newline = lastNewline();
    }
    if (newline < 0 && window.length == 0) {
      return null;
    }
    byte[] line = Arrays.copyOfRange(window, newline + 1, window.length);
    window = newline < 0 ? new byte[0] : Arrays.copyOf(window, newline);
    if (newline == 0 && start == 0) {
      window = new byte[0];
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private int lastNewline() {
    for (int i = window.length - 1; i >= 0; i--) {
      if (window[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private void grow() throws IOException {
    int more = (int) Math.min(BLOCK_BYTES, start);
    byte[] grown = new byte[more + window.length];
    ByteBuffer block = ByteBuffer.wrap(grown, 0, more);
    while (block.hasRemaining()) {
      if (channel.read(block, start - more + block.position()) < 0) {
        throw new IOException("the file became shorter");
      }
    }
    System.arraycopy(window, 0, grown, more, window.length);
    window = grown;
    start -= more;
  }
}
