package io.adit.server.broker;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** What a class logs as an error. */
final class ErrorLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final Logger logger;

  ErrorLines(Class<?> of) {
    logger = (Logger) LoggerFactory.getLogger(of);
    start();
    logger.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
      lines.add(event.getFormattedMessage());
    }
  }

  /** Waits for a line with this text. */
  void await(String text) throws InterruptedException {
    String line;
    do {
      line = lines.poll(20, TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError("no error was logged: " + text);
      }
    } while (!line.contains(text));
  }

  @Override
  public void close() {
    logger.detachAppender(this);
  }
}
