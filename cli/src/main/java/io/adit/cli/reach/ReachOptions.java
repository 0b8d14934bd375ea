package io.adit.cli.reach;

import io.adit.cli.TimeSpan;
import io.adit.cli.api.ApiOptions;
import io.adit.wire.Dialect;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of every command that reaches a thing. All have long names only: see SshCommand. */
public final class ReachOptions {
  private static final Duration SHORTEST_LIFETIME = Duration.ofMinutes(1);
  private static final Duration LONGEST_LIFETIME = Duration.ofHours(12);

  @Option(names = "--new", description = "Open a tunnel, also where one could be used again.")
  private boolean isNew;

  @Option(names = "--keep", description = "Leave the tunnel open at the end, for the next command.")
  private boolean keep;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      description = "How long to wait for the device, such as 90s. Default: 30s.",
      converter = Time.class)
  private Duration timeout = Duration.ofSeconds(30);

  @Option(
      names = "--lifetime",
      paramLabel = "TIME",
      description = "When an opened tunnel closes in any case: 1m to 12h. Default: 12h.",
      converter = Lifetime.class)
  private @Nullable Duration lifetime;

  @Option(
      names = "--destination-client-type",
      paramLabel = "TYPE",
      description = "What the device's proxy speaks, V1, V2 or V3 (default). Adit translates.",
      converter = Speech.class)
  private Dialect dialect = Dialect.V3;

  @Mixin private final ApiOptions api = new ApiOptions();

  /** A public constructor, because picocli makes it. */
  public ReachOptions() {}

  boolean isNew() {
    return isNew;
  }

  boolean keep() {
    return keep;
  }

  Duration timeout() {
    return timeout;
  }

  @Nullable Duration lifetime() {
    return lifetime;
  }

  Dialect dialect() {
    return dialect;
  }

  ApiOptions api() {
    return api;
  }

  /** Any that is not nothing. */
  public static final class Time implements ITypeConverter<Duration> {
    /** A public constructor, because picocli makes it. */
    public Time() {}

    @Override
    public Duration convert(String text) {
      return TimeSpan.parse(text)
          .filter(Duration::isPositive)
          .orElseThrow(
              () -> new TypeConversionException("'" + text + "' is no time such as 30s or 5m"));
    }
  }

  /** Of a tunnel, as AWS limits it. */
  public static final class Lifetime implements ITypeConverter<Duration> {
    /** A public constructor, because picocli makes it. */
    public Lifetime() {}

    @Override
    public Duration convert(String text) {
      return TimeSpan.parse(text)
          .filter(time ->
              time.compareTo(SHORTEST_LIFETIME) >= 0 && time.compareTo(LONGEST_LIFETIME) <= 0)
          .orElseThrow(() ->
              new TypeConversionException("'" + text + "' is no time from 1m to 12h, such as 60m"));
    }
  }

  static final class Speech implements ITypeConverter<Dialect> {
    Speech() {}

    @Override
    public Dialect convert(String text) {
      try {
        return Dialect.valueOf(text.toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException("'" + text + "' is none of V1, V2, V3");
      }
    }
  }
}
