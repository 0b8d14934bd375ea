package io.adit.bench.path;

import io.adit.bench.process.Stage;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option {@code --delay}. */
public final class DistanceOption {
  @Option(
      names = "--delay",
      paramLabel = "TIME",
      converter = Milliseconds.class,
      description =
          "Put a way of so long a round trip, such as 100ms, before the device, by a forwarder that"
              + " holds bytes back; without limit to how many.")
  private Duration delay = Duration.ZERO;

  public Distance on(Stage stage) {
    return new Distance(stage, delay);
  }

  private static final class Milliseconds implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("([0-9]{1,5})ms");

    @Override
    public Duration convert(String text) {
      Matcher matcher = FORM.matcher(text);
      if (!matcher.matches()) {
        throw new TypeConversionException("'" + text + "' is not a time such as 100ms");
      }
      return Duration.ofMillis(Long.parseLong(matcher.group(1)));
    }
  }
}
