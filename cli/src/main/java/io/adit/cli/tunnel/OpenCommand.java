package io.adit.cli.tunnel;

import io.adit.cli.ExitCode;
import io.adit.cli.api.NewTunnel;
import io.adit.cli.api.Tunnels;
import io.adit.cli.reach.ReachOptions;
import io.adit.cli.reach.Services;
import io.adit.cli.reach.ThingName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code adit tunnel open}. */
@Command(
    name = "open",
    header = "Open a tunnel.",
    description = {
      "",
      "A thing is told of it, and connects. The tokens are only printed or written where you say so.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  adit tunnel open RemoteThing1 --service SSH,WEB --lifetime 60m",
      "  adit tunnel open --service SSH --token-file mine --tag team=field"
    })
final class OpenCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "THING",
      description = "The thing to tell. Without one, a token must reach the device another way.")
  private @Nullable String thing;

  @Option(
      names = "--service",
      paramLabel = "SERVICE",
      split = ",",
      description = "A service; may be repeated. Default with a thing: SSH.")
  private final List<String> services = new ArrayList<>();

  @Option(
      names = "--description",
      paramLabel = "TEXT",
      description = "What it is for, to find it again.")
  private String description = "";

  @Option(
      names = "--lifetime",
      paramLabel = "TIME",
      description = "When it closes in any case, such as 60m: 1m to 12h. Default: 12h.",
      converter = ReachOptions.Lifetime.class)
  private @Nullable Duration lifetime;

  @Option(names = "--tag", paramLabel = "KEY=VALUE", description = "A tag; may be repeated.")
  private final Map<String, String> tags = new LinkedHashMap<>();

  @Mixin private final TokenOutput tokens = new TokenOutput();

  @Mixin private final TunnelCall call = new TunnelCall();

  OpenCommand() {}

  @Override
  public Integer call() {
    NewTunnel wanted =
        new NewTunnel(
            thing == null ? null : ThingName.of(thing), services(), description, lifetime, tags);
    try (Tunnels tunnels = call.connect()) {
      call.answer().fields(tokens.deliver(Tunnels.Sides.ALL, () -> tunnels.open(wanted)));
    }
    return ExitCode.OK;
  }

  private List<String> services() {
    return services.isEmpty() && thing != null
        ? List.of(Services.SSH)
        : services.stream().map(Services::of).toList();
  }
}
