package io.adit.agent;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** What the agent and its peers log, until it is closed. */
final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final List<String> lines = new ArrayList<>();
  private final Logger log = (Logger) LoggerFactory.getLogger("io.adit");

  static LogLines begin() {
    LogLines lines = new LogLines();
    lines.start();
    lines.log.addAppender(lines);
    return lines;
  }

  @Override
  protected void append(ILoggingEvent event) {
    synchronized (lines) {
      lines.add(event.getFormattedMessage());
      lines.notifyAll();
    }
  }

  /** Waits for a line that holds a text, and returns it. */
  String await(String part) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Waiting.SECONDS);
    synchronized (lines) {
      while (true) {
        for (String line : lines) {
          if (line.contains(part)) {
            return line;
          }
        }
        long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (left <= 0) {
          throw new AssertionError("no line holds '" + part + "': " + lines);
        }
        lines.wait(left);
      }
    }
  }

  List<String> all() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  @Override
  public void close() {
    log.detachAppender(this);
  }
}
