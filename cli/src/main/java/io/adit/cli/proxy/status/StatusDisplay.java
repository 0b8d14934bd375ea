package io.adit.cli.proxy.status;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import io.adit.peer.Proxy;
import io.adit.peer.ProxyStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Shows a proxy's status: on a terminal in its last line, drawn anew each second; elsewhere as a
 * line of the log every ten seconds in which something happened.
 *
 * <p>Lines of the log are printed above the status: it is wiped out before each and drawn again
 * behind it, under one lock.
 */
public final class StatusDisplay implements AutoCloseable {
  private static final org.slf4j.Logger log = LoggerFactory.getLogger(StatusDisplay.class);

  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration LOG_PERIOD = Duration.ofSeconds(10);
  private static final int LOG_WIDTH = 200;
  private static final String WIPE = "\r\033[K";

  /** How many times the same width is drawn with before it is asked for again. */
  private static final int DRAWN_WITH_ONE_WIDTH = 3;

  private final Terminal terminal;
  private final LongSupplier nanoTime;
  private final BlockingQueue<ProxyStatus> arrived = new ArrayBlockingQueue<>(1);

  // Of the drawing thread.
  private @Nullable ProxyStatus before;
  private long beforeAt;
  private long loggedAt;
  private int width;
  private int drawn;

  // Guarded by this.
  private String shown = "";
  private boolean closed;

  StatusDisplay(Terminal terminal, LongSupplier nanoTime) {
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.loggedAt = nanoTime.getAsLong();
  }

  /** Begins to show a proxy, until this is closed. The log must be set up already. */
  public static StatusDisplay start(Proxy proxy) {
    StatusDisplay display = new StatusDisplay(Terminal.standardError(), System::nanoTime);
    Thread.ofPlatform().daemon().name("status").start(display::run);
    // What was not drawn yet is old by now.
    proxy.watch(PERIOD, display.arrived::offer);
    return display;
  }

  /** Wipes the line out; nothing is drawn any more. */
  @Override
  public synchronized void close() {
    wipe();
    closed = true;
  }

  private void run() {
    OptionalInt columns = terminal.width();
    if (columns.isPresent()) {
      width = columns.getAsInt();
      stayBelowTheLog();
    }
    try {
      while (true) {
        onStatus(arrived.take());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Puts itself between the log and its appenders. */
  void stayBelowTheLog() {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    List<Appender<ILoggingEvent>> appenders = new ArrayList<>();
    for (Iterator<Appender<ILoggingEvent>> all = root.iteratorForAppenders(); all.hasNext(); ) {
      appenders.add(all.next());
    }
    Appender<ILoggingEvent> above = new AboveTheStatus(appenders);
    above.setContext(root.getLoggerContext());
    above.start();
    root.addAppender(above);
    appenders.forEach(root::detachAppender);
  }

  /** A new status is to be shown. */
  void onStatus(ProxyStatus status) {
    long now = nanoTime.getAsLong();
    Duration since = Duration.ofNanos(now - beforeAt);
    if (width > 0) {
      draw(StatusText.of(status, before, since, widthNow() - 1));
      before = status;
      beforeAt = now;
    } else if (now - loggedAt >= LOG_PERIOD.toNanos()) {
      // The period's rates, and nothing where nothing happened.
      if (before == null || !status.traffic().equals(before.traffic()) || isOther(status, before)) {
        log.info("Status: {}", StatusText.of(status, before, since, LOG_WIDTH));
      }
      before = status;
      beforeAt = now;
      loggedAt = now;
    }
  }

  void useWidth(int columns) {
    width = columns;
  }

  private static boolean isOther(ProxyStatus status, ProxyStatus earlier) {
    return !status.state().getClass().equals(earlier.state().getClass())
        || status.openConnections() != earlier.openConnections()
        || status.isHeldUp() != earlier.isHeldUp();
  }

  /** The window may have become another one. */
  private int widthNow() {
    drawn++;
    if (drawn % DRAWN_WITH_ONE_WIDTH == 0) {
      width = terminal.width().orElse(width);
    }
    return width;
  }

  private synchronized void draw(String text) {
    if (!closed) {
      shown = text;
      terminal.write(WIPE + text);
    }
  }

  private synchronized void wipe() {
    if (!shown.isEmpty()) {
      terminal.write(WIPE);
    }
  }

  private synchronized void print(Runnable line) {
    wipe();
    line.run();
    if (!closed && !shown.isEmpty()) {
      terminal.write(shown);
    }
  }

  private final class AboveTheStatus extends AppenderBase<ILoggingEvent> {
    private final List<Appender<ILoggingEvent>> appenders;

    AboveTheStatus(List<Appender<ILoggingEvent>> appenders) {
      this.appenders = List.copyOf(appenders);
    }

    @Override
    protected void append(ILoggingEvent event) {
      print(() -> appenders.forEach(appender -> appender.doAppend(event)));
    }
  }
}
