package io.adit.server.http;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;

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
  public void add(String line) {
    add(line, Map.of());
  }

  /**
   * Adds a line.
   *
   * @param ids what it is about, for logs that programs read
   */
  public synchronized void add(String line, Map<String, String> ids) {
    if (!lines.take(nanoTime.getAsLong())) {
      passedOver++;
      with(ids, log.atDebug()).log("{}", line);
    } else if (passedOver == 0) {
      with(ids, log.atInfo()).log("{}", line);
    } else {
      with(ids, log.atInfo())
          .log("{} ({} more before it are in the debug log only)", line, passedOver);
      passedOver = 0;
    }
  }

  private static LoggingEventBuilder with(Map<String, String> ids, LoggingEventBuilder line) {
    LoggingEventBuilder with = line;
    for (Map.Entry<String, String> id : new TreeMap<>(ids).entrySet()) {
      with = with.addKeyValue(id.getKey(), id.getValue());
    }
    return with;
  }
}
