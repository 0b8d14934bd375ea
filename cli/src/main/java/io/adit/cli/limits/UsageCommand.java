package io.adit.cli.limits;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.cli.ExitCode;
import io.adit.cli.answer.JsonText;
import io.adit.cli.answer.Table;
import io.adit.cli.api.OwnCall;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code adit limits usage}. */
@Command(
    name = "usage",
    header = "Print how many tunnels are open, and what things have used of their data.",
    mixinStandardHelpOptions = true)
final class UsageCommand implements Callable<Integer> {
  private static final long MEGABYTE = 1_000_000;

  @Mixin private final OwnCall call = new OwnCall();

  UsageCommand() {}

  @Override
  public Integer call() {
    JsonNode answer = call.call("ListLimitUse", JsonText.object());
    call.show(answer, () -> table(answer));
    return ExitCode.OK;
  }

  private static Table table(JsonNode answer) {
    var table = new Table(List.of("OF", "USED", "LIMIT", "NOTE"));
    answer
        .path("tunnels")
        .forEach(each ->
            table.row(
                List.of(
                    each.has("principal")
                        ? "principal " + each.path("principal").asText()
                        : "the account",
                    each.path("openTunnels").asInt() + " tunnels open",
                    each.path("most").asText("off"),
                    "")));
    answer
        .path("things")
        .forEach(each ->
            table.row(
                List.of(
                    "thing " + each.path("thing").asText(),
                    "%.1f MB (%d %%)"
                        .formatted(
                            (double) each.path("usedBytes").asLong() / MEGABYTE,
                            each.path("percent").asLong()),
                    each.path("data").asText(),
                    note(each))));
    return table;
  }

  private static String note(JsonNode use) {
    Instant end = Instant.ofEpochSecond(use.path("endsAt").asLong());
    return (use.path("isUsedUp").asBoolean() ? "USED UP, " : "") + "begins anew at " + end;
  }
}
