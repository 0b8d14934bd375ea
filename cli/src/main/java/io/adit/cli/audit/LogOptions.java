package io.adit.cli.audit;

import io.adit.cli.CommandFailedException;
import io.adit.cli.DataOption;
import io.adit.cli.TimeSpan;
import io.adit.server.AuditArchive;
import io.adit.server.StartupException;
import io.adit.server.audit.read.AuditFilter;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Which records a command is about. */
final class LogOptions {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Mixin private final DataOption data = new DataOption();

  @Option(names = "--tunnel", paramLabel = "ID", description = "Only records of this tunnel.")
  private @Nullable String tunnel;

  @Option(names = "--user", paramLabel = "NAME", description = "Only records of this user.")
  private @Nullable String user;

  @Option(names = "--thing", paramLabel = "THING", description = "Only records of this thing.")
  private @Nullable String thing;

  @Option(
      names = "--event",
      paramLabel = "EVENT",
      description = "Only records of this kind, such as ApiCall, SignIn or ConnectionEnded.")
  private @Nullable String event;

  LogOptions() {}

  AuditArchive archive() {
    try {
      return AuditArchive.of(data.folder(System.getenv()));
    } catch (StartupException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()));
    }
  }

  AuditFilter filter(@Nullable Instant since, @Nullable Instant until) {
    return new AuditFilter(tunnel, user, thing, event, since, until);
  }

  PrintWriter out() {
    if (spec == null) {
      throw new IllegalStateException("picocli has not set the command up");
    }
    return spec.commandLine().getOut();
  }

  /** A moment, or how long ago it was. */
  static final class Moment implements ITypeConverter<Instant> {
    Moment() {}

    @Override
    public Instant convert(String text) {
      return TimeSpan.parse(text)
          .map(span -> Instant.now().minus(span))
          .orElseGet(() -> moment(text));
    }

    private static Instant moment(String text) {
      try {
        return Instant.parse(text);
      } catch (DateTimeException e) {
        throw new TypeConversionException(
            "'%s' is no time: give one such as 2026-11-27T21:45:00Z, or how long ago, such as 3h"
                .formatted(text));
      }
    }
  }
}
