package io.adit.peer;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** What a class warns the user of, until it is closed. */
final class Warnings extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
  private final Logger log;

  private Warnings(Logger log) {
    this.log = log;
  }

  static Warnings of(Class<?> type) {
    Warnings warnings = new Warnings((Logger) LoggerFactory.getLogger(type));
    warnings.start();
    warnings.log.addAppender(warnings);
    return warnings;
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getLevel().isGreaterOrEqual(Level.WARN)) {
      texts.add(event.getFormattedMessage());
    }
  }

  boolean isEmpty() {
    return texts.isEmpty();
  }

  String next() throws InterruptedException {
    return String.valueOf(texts.poll(20, TimeUnit.SECONDS));
  }

  @Override
  public void close() {
    log.detachAppender(this);
  }
}
