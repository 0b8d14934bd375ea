package io.adit.server.audit.chain;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Reads a file line by line, and tells where each stands. One that grows can be read on. */
public final class LineScanner implements AutoCloseable {
  /** More is no record: such a line is handed over cut. */
  static final int MOST_BYTES = 1 << 20;

  private static final int BLOCK_BYTES = 1 << 16;

  private final FileChannel channel;
  private final ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).limit(0);
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long position;
  private long lineStart;
  private long nextStart;
  private long lines;

  public LineScanner(Path file) throws IOException {
    this(file, 0);
  }

  /**
   * @param offset of the first line to be read
   */
  public LineScanner(Path file, long offset) throws IOException {
    this.channel = FileChannel.open(file, StandardOpenOption.READ);
    this.position = offset;
    this.nextStart = offset;
  }

  /** The next line without its end; null: there is no whole one yet. */
  public byte @Nullable [] next() throws IOException {
    while (true) {
      while (block.hasRemaining()) {
        byte next = block.get();
        if (next == '\n') {
          return taken();
        }
        if (line.size() < MOST_BYTES) {
          line.write(next);
        }
      }
      if (!fill()) {
        return null;
      }
    }
  }

  /** Where the last line began. */
  public long lineStart() {
    return lineStart;
  }

  /** Where the next line begins. */
  public long nextStart() {
    return nextStart;
  }

  /** The number of the last line, from 1. */
  public long lineNumber() {
    return lines;
  }

  /** How much stands behind the last whole line. */
  public long tornBytes() throws IOException {
    return channel.size() - nextStart;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private byte[] taken() {
    byte[] taken = line.toByteArray();
    line.reset();
    lineStart = nextStart;
    nextStart = position - block.remaining();
    lines++;
    return taken;
  }

  private boolean fill() throws IOException {
    block.clear();
    int read = channel.read(block, position);
    block.flip();
    if (read <= 0) {
      block.limit(0);
      return false;
    }
    position += read;
    return true;
  }
}
