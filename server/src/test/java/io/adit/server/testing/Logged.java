package io.adit.server.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Catches what one class logs, which then does not reach the console. */
public final class Logged implements AutoCloseable {
  private final Logger logger;
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  /** What is important enough for the tests' own log. */
  public Logged(Class<?> by) {
    this(by, null);
  }

  /** All from this level up. */
  public Logged(Class<?> by, @Nullable Level level) {
    logger = (Logger) LoggerFactory.getLogger(by);
    logger.setLevel(level);
    appender.start();
    logger.addAppender(appender);
    logger.setAdditive(false);
  }

  public List<String> lines() {
    return List.copyOf(appender.list).stream()
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }

  @Override
  public void close() {
    logger.setAdditive(true);
    logger.setLevel(null);
    logger.detachAppender(appender);
  }
}
