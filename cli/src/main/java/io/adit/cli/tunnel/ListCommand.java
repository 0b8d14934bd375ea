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
      converter = Status.class)
  private @Nullable Boolean open;

  @Mixin private final TunnelCall call = new TunnelCall();

  ListCommand() {}

  static final class Status implements ITypeConverter<Boolean> {
    Status() {}

    @Override
    public Boolean convert(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "open" -> true;
        case "closed" -> false;
        default -> throw new TypeConversionException("'" + text + "' is neither open nor closed");
      };
    }
  }

  @Override
  public Integer call() {
    try (Tunnels tunnels = call.connect()) {
      String name = thing == null ? null : ThingName.of(thing);
      List<TunnelFacts.Summary> found =
          tunnels.list(name, tunnel -> open == null || open == tunnel.isOpen(), Integer.MAX_VALUE);
      if (found.isEmpty() && !call.isJson()) {
        call.out().println("There is no such tunnel.");
        call.out().flush();
      } else {
        call.answer().tunnels(found, Width.ofOutput());
      }
    }
    return ExitCode.OK;
  }
}
