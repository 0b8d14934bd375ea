package io.adit.cli.tunnel;

import io.adit.cli.ExitCode;
import io.adit.cli.api.TunnelId;
import io.adit.cli.api.Tunnels;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code adit tunnel describe}. */
@Command(
    name = "describe",
    header = "Show all that is known of a tunnel.",
    mixinStandardHelpOptions = true)
final class DescribeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "TUNNEL", description = "The tunnel's id or ARN.")
  private String tunnel = "";

  @Mixin private final TunnelCall call = new TunnelCall();

  DescribeCommand() {}

  @Override
  public Integer call() {
    try (Tunnels tunnels = call.connect()) {
      call.answer().tunnel(tunnels.describe(TunnelId.of(tunnel)));
    }
    return ExitCode.OK;
  }
}
