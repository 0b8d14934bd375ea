package io.adit.cli.tunnel;

import io.adit.cli.CommandFailedException;
import io.adit.cli.ExitCode;
import io.adit.cli.WrongUsageException;
import io.adit.cli.api.TunnelFacts;
import io.adit.cli.api.TunnelId;
import io.adit.cli.api.Tunnels;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code adit tunnel rotate}. */
@Command(
    name = "rotate",
    header = "Replace the tokens of a tunnel; who is connected with the old is put out.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  adit tunnel rotate 6ff0a5e1-0b41-4b41-9a4c-0c0a8f0f8f5e destination --notify",
      "  adit tunnel rotate 6ff0a5e1-0b41-4b41-9a4c-0c0a8f0f8f5e source --tokens"
    })
final class RotateCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "TUNNEL", description = "The tunnel's id or ARN.")
  private String tunnel = "";

  @Parameters(
      index = "1",
      paramLabel = "SIDE",
      description = "source, destination or all.",
      converter = Side.class)
  private Tunnels.Sides sides = Tunnels.Sides.ALL;

  @Option(names = "--notify", description = "Tell the tunnel's thing of its new token.")
  private boolean notify;

  @Mixin private final TokenOutput tokens = new TokenOutput();

  @Mixin private final TunnelCall call = new TunnelCall();

  RotateCommand() {}

  static final class Side implements ITypeConverter<Tunnels.Sides> {
    Side() {}

    @Override
    public Tunnels.Sides convert(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "source" -> Tunnels.Sides.SOURCE;
        case "destination" -> Tunnels.Sides.DESTINATION;
        case "all" -> Tunnels.Sides.ALL;
        default ->
            throw new TypeConversionException("'" + text + "' is none of source, destination, all");
      };
    }
  }

  @Override
  public Integer call() {
    String id = TunnelId.of(tunnel);
    if (notify && sides == Tunnels.Sides.SOURCE) {
      throw new WrongUsageException("--notify: the thing has no use for the source's token");
    }
    try (Tunnels tunnels = call.connect()) {
      TunnelFacts told = notify ? withThing(tunnels.describe(id)) : null;
      call.answer().fields(tokens.deliver(sides, () -> tunnels.rotate(id, sides, told)));
    }
    return ExitCode.OK;
  }

  private static TunnelFacts withThing(TunnelFacts tunnel) {
    if (tunnel.thing() == null) {
      throw new CommandFailedException(
          "the tunnel " + tunnel.id() + " leads to no thing that could be told");
    }
    return tunnel;
  }
}
