package io.adit.cli.limits;

import io.adit.cli.ExitCode;
import io.adit.cli.WrongUsageException;
import io.adit.cli.api.OwnCall;
import io.adit.cli.api.SignedCalls;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code adit limits set}. */
@Command(
    name = "set",
    header = "Give one principal or thing limits of its own.",
    description = {
      "",
      "A principal has open-tunnels (such as 20) and call-rate (such as OpenTunnel=5/s,*=50/s), a"
          + " thing bandwidth (such as 200KB/s) and data (such as 500MB/day or 2GB/month). Each may"
          + " be off: then there is no limit.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  adit limits set --thing pump-7 bandwidth=200KB/s data=2GB/month",
      "  adit limits set --thing camera-1 data=off",
      "  adit limits set --principal ann open-tunnels=20"
    })
final class SetCommand implements Callable<Integer> {
  @ArgGroup(multiplicity = "1")
  private @Nullable SubjectOptions subject;

  @Parameters(arity = "1..*", paramLabel = "LIMIT=VALUE", description = "What to set.")
  private List<String> values = List.of();

  @Mixin private final OwnCall call = new OwnCall();

  SetCommand() {}

  @Override
  public Integer call() {
    if (subject == null) {
      throw new IllegalStateException("picocli has not set the command up");
    }
    values.forEach(SetCommand::check);
    try (SignedCalls calls = call.calls()) {
      for (String each : values) {
        int equals = each.indexOf('=');
        String limit = each.substring(0, equals);
        String value = each.substring(equals + 1);
        var _ =
            calls.call("Adit.PutLimit", subject.input().put("limit", limit).put("value", value));
        call.say("%s: %s is %s from now on".formatted(subject, limit, value));
      }
    }
    return ExitCode.OK;
  }

  private static void check(String text) {
    if (text.indexOf('=') < 1) {
      throw new WrongUsageException(
          "'" + text + "' sets nothing: give LIMIT=VALUE, such as bandwidth=200KB/s");
    }
  }
}
