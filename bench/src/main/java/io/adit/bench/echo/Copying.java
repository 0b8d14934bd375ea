package io.adit.bench.echo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Bytes without end, for a connection that copies beside one that asks. */
final class Copying {
  /** What a gigabit network carries. */
  static final long GIGABIT_BYTES = 1_000_000_000 / 8;

  static final long AT_FULL_SPEED = Long.MAX_VALUE;

  private static final byte[] BYTES = new byte[64 * 1024];

  private Copying() {}

  /** Sends until the connection is closed, which is told as an exception. */
  static void flood(OutputStream out, long bytesPerSecond) throws IOException {
    long began = System.nanoTime();
    for (long sent = 0; ; sent += BYTES.length) {
      // 64 KiB take 0.5 ms at a gigabit: shorter than what a sleep is late by, so it catches up.
      double dueNanos = (double) sent / bytesPerSecond * TimeUnit.SECONDS.toNanos(1);
      long early = began + (long) dueNanos - System.nanoTime();
      if (early > 0) {
        LockSupport.parkNanos(early);
      }
      out.write(BYTES);
    }
  }

  /**
   * Takes all that comes.
   *
   * @param taken is told how many bytes that is
   */
  static void sink(InputStream in, LongAdder taken) throws IOException {
    byte[] bytes = new byte[BYTES.length];
    for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
      taken.add(count);
    }
  }
}
