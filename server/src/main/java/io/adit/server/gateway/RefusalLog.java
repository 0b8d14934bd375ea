package io.adit.server.gateway;

import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator which devices are turned away or asked for what they may not have, and why. A
 * storm of them fills no disk: what is too much goes to the debug log. For any thread.
 */
final class RefusalLog {
  private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);

  private static final int LINES_PER_SECOND = 2;
  private static final int LINES_AT_ONCE = 20;

  private final LongSupplier nanoTime;
  private final Budget lines; // guarded by this

  RefusalLog(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.lines = new Budget(LINES_PER_SECOND, LINES_AT_ONCE, nanoTime.getAsLong());
  }

  void add(String line) {
    if (isWithinBudget()) {
      LOG.info("{}", line);
    } else {
      LOG.debug("{}", line);
    }
  }

  private synchronized boolean isWithinBudget() {
    return lines.take(nanoTime.getAsLong());
  }
}
