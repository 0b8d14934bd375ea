package io.adit.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets the log up when its first line is written: one line each, to standard error, at the level of
 * {@code ADIT_LOG}. In code and not in a file, because reading that took longer than all else that
 * short commands do.
 */
public final class Logging extends ContextAwareBase implements Configurator {
  private static final String CONSOLE = "console";
  private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg%n";

  /** A public constructor, because Logback makes it. */
  public Logging() {}

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    var console = new ConsoleAppender<ILoggingEvent>();
    console.setContext(context);
    console.setTarget("System.err");
    console.setName(CONSOLE);
    console.setEncoder(text(context));
    console.start();
    context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(console);
    setLevel(context, System.getenv().getOrDefault("ADIT_LOG", ""));
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  /** For a command whose own words are enough: warnings only, unless {@code ADIT_LOG} says more. */
  public static void quiet() {
    if (System.getenv("ADIT_LOG") == null) {
      setLevel("warn");
    }
  }

  /** For a command that says itself whatever there is to say, unless {@code ADIT_LOG} is set. */
  public static void silent() {
    if (System.getenv("ADIT_LOG") == null) {
      setLevel("off");
    }
  }

  /** From now on each line is one JSON object, with the ids that it is about as members. */
  public static void setJson() {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Appender<ILoggingEvent> console =
        context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(CONSOLE);
    if (console instanceof ConsoleAppender<ILoggingEvent> appender) {
      appender.setEncoder(json(context));
    }
  }

  private static Encoder<ILoggingEvent> text(LoggerContext context) {
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    return encoder;
  }

  private static Encoder<ILoggingEvent> json(LoggerContext context) {
    var encoder = new JsonEncoder();
    encoder.setContext(context);
    encoder.setWithSequenceNumber(false);
    encoder.setWithNanoseconds(false);
    encoder.setWithContext(false);
    encoder.setWithMessage(false);
    encoder.setWithArguments(false);
    encoder.setWithFormattedMessage(true);
    encoder.start();
    return encoder;
  }

  /** The level of our own lines; libraries say less. */
  public static void setLevel(String name) {
    setLevel((LoggerContext) LoggerFactory.getILoggerFactory(), name);
  }

  private static void setLevel(LoggerContext context, String name) {
    Level level = Level.toLevel(name.toUpperCase(Locale.ROOT), Level.INFO);
    context.getLogger("io.adit").setLevel(level);
    // Libraries tell at these levels what only their authors need; trace shows that too.
    Level libraries = level.isGreaterOrEqual(Level.DEBUG) ? Level.WARN : level;
    context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(max(level, libraries));
    // It shows each try to reach a broker as a stack trace; the publisher says once what is wrong.
    context.getLogger("io.vertx.mqtt").setLevel(libraries == Level.WARN ? Level.OFF : level);
  }

  private static Level max(Level one, Level other) {
    return one.isGreaterOrEqual(other) ? one : other;
  }
}
