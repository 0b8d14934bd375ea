package io.adit.cli.limits;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.cli.ExitCode;
import io.adit.cli.answer.JsonText;
import io.adit.cli.api.OwnCall;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code adit limits reset}. */
@Command(
    name = "reset",
    header = "Forget how much of its data a thing has used in this period.",
    description = {
      "",
      "New tunnels to it can be opened at once. Of those that were ended, give the proxies new"
          + " tokens if they had no client token: 'adit tunnel rotate'.",
      ""
    },
    mixinStandardHelpOptions = true)
final class ResetCommand implements Callable<Integer> {
  @Option(names = "--thing", paramLabel = "THING", required = true, description = "Which thing.")
  private @Nullable String thing;

  @Mixin private final OwnCall call = new OwnCall();

  ResetCommand() {}

  @Override
  public Integer call() {
    JsonNode answer = call.call("ResetDataUse", JsonText.object().put("thing", thing));
    call.say(
        "thing %s: nothing of %s is used from now on"
            .formatted(thing, answer.path("use").path("data").asText()));
    return ExitCode.OK;
  }
}
