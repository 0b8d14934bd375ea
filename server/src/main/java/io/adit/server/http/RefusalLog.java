package io.adit.server.http;

import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Tells the operator who is turned away or asks for what may not be had, and why. A storm of them
 * fills no disk: what is too much goes to the debug log, and the next line says how many those
 * were. For any thread.
 */
public final class RefusalLog {
  private static final int LINES_PER_SECOND = 2;
  private static final int LINES_AT_ONCE = 20;

  private final Logger log;
  private final LongSupplier nanoTime;
  private final Budget lines; // guarded by this
  private long passedOver; // guarded by this

  /**
   * @param log whose lines they are
   */
  public RefusalLog(Logger log, LongSupplier nanoTime) {
    this.log = log;
    this.nanoTime = nanoTime;
    this.lines = new Budget(LINES_PER_SECOND, LINES_AT_ONCE, nanoTime.getAsLong());
  }

  /** Adds a line, without end. */
  public synchronized void add(String line) {
    if (!lines.take(nanoTime.getAsLong())) {
      passedOver++;
      log.debug("{}", line);
    } else if (passedOver == 0) {
      log.info("{}", line);
    } else {
      log.info("{} ({} more before it are in the debug log only)", line, passedOver);
      passedOver = 0;
    }
  }
}
