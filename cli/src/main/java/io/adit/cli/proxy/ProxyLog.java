package io.adit.cli.proxy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import io.adit.cli.proxy.options.ProxyOption;
import io.adit.cli.proxy.options.RejectedInputException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.slf4j.MarkerFactory;

/** Writes the log in the official client's form, which scripts read. */
final class ProxyLog {
  /** Marks the line that says why the proxy ends. */
  static final Marker FATAL = MarkerFactory.getMarker("FATAL");

  static final int DEFAULT_VERBOSITY = 4;
  private static final int FATAL_ONLY = 1;

  /** The official client counts to 255 and takes more. */
  private static final Pattern VERBOSITY_FORM = Pattern.compile("[0-9]{1,5}");

  private ProxyLog() {}

  /**
   * The option's value as a number.
   *
   * @param text null for the default
   */
  static int verbosity(@Nullable String text) throws RejectedInputException {
    if (text == null) {
      return DEFAULT_VERBOSITY;
    }
    if (!VERBOSITY_FORM.matcher(text).matches()) {
      throw new RejectedInputException(
          ProxyOption.VERBOSE, "'" + text + "' is no level; 0 to 6 are, and more is as good as 6");
    }
    return Integer.parseInt(text);
  }

  /**
   * From now on the log goes to one of the standard streams.
   *
   * @param verbosity 0 off, 1 why it ends, 2 errors, 3 warnings, 4 information, 5 debugging, more:
   *     all
   */
  static void start(int verbosity, boolean toStandardError) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setLayout(new OfficialLayout());
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setTarget(toStandardError ? "System.err" : "System.out");
    console.setEncoder(encoder);
    if (verbosity == FATAL_ONLY) {
      console.addFilter(new FatalOnly());
    }
    console.start();
    ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.addAppender(console);
    Level level = level(verbosity);
    // The libraries' own information is not the user's.
    root.setLevel(level.isGreaterOrEqual(Level.WARN) ? level : Level.WARN);
    context.getLogger("io.adit").setLevel(level);
  }

  private static Level level(int verbosity) {
    return switch (verbosity) {
      case 0 -> Level.OFF;
      case 1, 2 -> Level.ERROR;
      case 3 -> Level.WARN;
      case 4 -> Level.INFO;
      case 5 -> Level.DEBUG;
      default -> Level.TRACE;
    };
  }

  /** {@code [YYYY-MM-DD hh:mm:ss.ffffff] (0x<thread>) [level] text}. */
  static final class OfficialLayout extends LayoutBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
            .withZone(ZoneId.systemDefault());

    @Override
    public String doLayout(ILoggingEvent event) {
      String line =
          String.format(
              Locale.ROOT,
              "[%s] (0x%016x) [%s] %s%n",
              TIME.format(event.getInstant()),
              Thread.currentThread().threadId(),
              isFatal(event) ? "fatal" : levelName(event.getLevel()),
              event.getFormattedMessage());
      return event.getThrowableProxy() == null
          ? line
          : line + ThrowableProxyUtil.asString(event.getThrowableProxy());
    }

    private static boolean isFatal(ILoggingEvent event) {
      return event.getMarkerList() != null && event.getMarkerList().contains(FATAL);
    }

    private static String levelName(Level level) {
      return level == Level.WARN ? "warning" : level.toString().toLowerCase(Locale.ROOT);
    }
  }

  private static final class FatalOnly extends Filter<ILoggingEvent> {
    @Override
    public FilterReply decide(ILoggingEvent event) {
      return OfficialLayout.isFatal(event) ? FilterReply.NEUTRAL : FilterReply.DENY;
    }
  }
}
