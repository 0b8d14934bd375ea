package io.adit.cli.tunnel;

import io.adit.cli.ExitCode;
import io.adit.cli.answer.Width;
import io.adit.cli.api.TunnelFacts;
import io.adit.cli.api.Tunnels;
import io.adit.cli.reach.ThingName;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code adit tunnel list}. */
@Command(
    name = "list",
    header = "List tunnels, the newest first.",
    mixinStandardHelpOptions = true,
    footer = {"", "Examples:", "  adit tunnel list --thing RemoteThing1 --status open"})
final class ListCommand implements Callable<Integer> {
  @Option(names = "--thing", paramLabel = "THING", description = "Only those of this thing.")
  private @Nullable String thing;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "Only those that are open, or closed.",
      converter = StatusConverter.class)
  private @Nullable Status status;

  @Mixin private final TunnelCall call = new TunnelCall();

  ListCommand() {}

  /** What a tunnel is. */
  enum Status {
    OPEN,
    CLOSED
  }

  static final class StatusConverter implements ITypeConverter<Status> {
    StatusConverter() {}

    @Override
    public Status convert(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "open" -> Status.OPEN;
        case "closed" -> Status.CLOSED;
        default -> throw new TypeConversionException("'" + text + "' is neither open nor closed");
      };
    }
  }

  @Override
  public Integer call() {
    try (Tunnels tunnels = call.connect()) {
      String name = thing == null ? null : ThingName.of(thing);
      List<TunnelFacts.Summary> found = tunnels.list(name, this::isWanted, Integer.MAX_VALUE);
      if (found.isEmpty() && !call.isJson()) {
        call.out().println("There is no such tunnel.");
        call.out().flush();
      } else {
        call.answer().tunnels(found, Width.ofOutput());
      }
    }
    return ExitCode.OK;
  }

  private boolean isWanted(TunnelFacts.Summary tunnel) {
    return status == null || tunnel.isOpen() == (status == Status.OPEN);
  }
}
