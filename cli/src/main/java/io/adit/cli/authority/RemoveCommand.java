package io.adit.cli.authority;

import io.adit.cli.ExitCode;
import io.adit.cli.answer.JsonText;
import io.adit.cli.api.OwnCall;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code adit authority remove}. */
@Command(
    name = "remove",
    header = "Accept the certificates of an authority no more.",
    description = {
      "",
      "Devices that have come with one are put out. The things stay registered.",
      ""
    },
    mixinStandardHelpOptions = true)
final class RemoveCommand implements Callable<Integer> {
  @Parameters(paramLabel = "AUTHORITY", description = "Its id, as 'adit authority list' has it.")
  private String id = "";

  @Mixin private final OwnCall call = new OwnCall();

  RemoveCommand() {}

  @Override
  public Integer call() {
    var _ = call.call("RemoveDeviceAuthority", JsonText.object().put("authorityId", id));
    call.say("removed " + id);
    return ExitCode.OK;
  }
}
