package io.adit.bench.measure;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** The disk under a folder. */
public final class Disk {
  private static final int FLUSHES = 300;
  private static final int BYTES = 4096;

  private Disk() {}

  /**
   * How long it takes until something small that was appended is safe: what a database's commit
   * waits for.
   */
  public static Latencies flushes(Path folder) throws IOException {
    Path file = Files.createTempFile(folder, "flush", null);
    List<Long> nanos = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int i = 0; i < FLUSHES; i++) {
        long begin = System.nanoTime();
        channel.write(ByteBuffer.allocate(BYTES));
        channel.force(false);
        nanos.add(System.nanoTime() - begin);
      }
    } finally {
      Files.delete(file);
    }
    return Latencies.ofNanos(nanos);
  }
}
