package io.adit.cli.authority;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.cli.ExitCode;
import io.adit.cli.answer.JsonText;
import io.adit.cli.api.OwnCall;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code adit authority list}. */
@Command(
    name = "list",
    header = "List the registered authorities, the oldest first.",
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
  @Mixin private final OwnCall call = new OwnCall();

  ListCommand() {}

  @Override
  public Integer call() {
    JsonNode answer = call.call("ListDeviceAuthorities", JsonText.object());
    call.show(answer, () -> AuthorityTable.of(answer.path("authorities")));
    return ExitCode.OK;
  }
}
