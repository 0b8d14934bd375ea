package io.adit.cli.proxy.status;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.adit.peer.ProxyStatus;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class StatusDisplayTest {
  private static final String WIPE = "\r\033[K";

  private final StringBuilder screen = new StringBuilder();
  private final AtomicLong nanos = new AtomicLong();
  private OptionalInt columns = OptionalInt.of(30);
  private final StatusDisplay display =
      new StatusDisplay(
          new Terminal() {
            @Override
            public OptionalInt width() {
              return columns;
            }

            @Override
            public void write(String text) {
              screen.append(text);
            }
          },
          nanos::get);

  private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();

  /** Prints where the status is, as on a terminal that both standard streams are. */
  private final class Console extends AppenderBase<ILoggingEvent> {
    @Override
    protected void append(ILoggingEvent event) {
      screen.append("LOG ").append(event.getFormattedMessage()).append('\n');
    }
  }

  @BeforeEach
  void startLog() {
    context.reset();
    Console console = new Console();
    console.setContext(context);
    console.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(console);
    context.getLogger("io.adit").setLevel(Level.INFO);
  }

  @AfterEach
  void resetLog() {
    context.reset();
  }

  private void show(long received, Duration later) {
    nanos.addAndGet(later.toNanos());
    display.onStatus(Statuses.connected(0, received));
  }

  @Test
  void isDrawnAnewInPlaceAndFitsTheTerminal() {
    display.useWidth(30);

    show(0, Duration.ofSeconds(1));
    show(5_000, Duration.ofSeconds(1));

    assertThat(screen).hasToString(WIPE + "connected, 23 ms" + WIPE + "connected, 23 ms");
  }

  @Test
  void followsAWindowThatBecomesWider() {
    display.useWidth(30);
    columns = OptionalInt.of(56);

    for (int i = 0; i < 4; i++) {
      show(0, Duration.ofSeconds(1));
    }

    assertThat(screen.toString()).endsWith("connected, 23 ms | in 0 B/s, 0 B | out 0 B/s, 0 B");
  }

  @Test
  void linesOfTheLogStandAboveIt() {
    display.useWidth(30);
    display.stayBelowTheLog();
    show(0, Duration.ofSeconds(1));
    screen.setLength(0);

    LoggerFactory.getLogger("io.adit.Some").info("news");

    assertThat(screen).hasToString(WIPE + "LOG news\n" + "connected, 23 ms");
  }

  @Test
  void isGoneOnceItIsClosedAndTheLogGoesOn() {
    display.useWidth(30);
    display.stayBelowTheLog();
    show(0, Duration.ofSeconds(1));
    screen.setLength(0);

    display.close();
    show(0, Duration.ofSeconds(1));
    LoggerFactory.getLogger("io.adit.Some").info("goodbye");

    assertThat(screen.toString()).startsWith(WIPE).endsWith("LOG goodbye\n");
    assertThat(screen.toString()).doesNotContain("connected");
  }

  @Test
  void withoutATerminalItIsALineOfTheLogWhereSomethingHappened() {
    for (int second = 0; second < 60; second++) {
      show(second < 25 ? second * 1_000L : 25_000L, Duration.ofSeconds(1));
    }

    assertThat(screen.toString().lines())
        .allMatch(line -> line.startsWith("LOG Status: connected, 23 ms | in "))
        .hasSize(3);
    assertThat(screen.toString()).contains("in 1.0 kB/s, 19.0 kB");
  }

  @Test
  void withoutATerminalItTellsThatTheLinkIsAway() {
    show(0, Duration.ofSeconds(10));
    screen.setLength(0);
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());

    display.onStatus(Statuses.with(new ProxyStatus.Waiting(Duration.ofSeconds(1)), 0, 0));

    assertThat(screen.toString()).startsWith("LOG Status: not connected");
  }
}
