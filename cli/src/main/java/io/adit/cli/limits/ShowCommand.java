package io.adit.cli.limits;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.cli.ExitCode;
import io.adit.cli.answer.JsonText;
import io.adit.cli.answer.Table;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code adit limits show}. */
@Command(
    name = "show",
    header = "Print everybody's limits, and who has one of their own.",
    mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  @Mixin private final LimitsCall call = new LimitsCall();

  ShowCommand() {}

  @Override
  public Integer call() {
    JsonNode answer = call.call("ListLimits", JsonText.object());
    call.show(answer, () -> table(answer));
    return ExitCode.OK;
  }

  private static Table table(JsonNode answer) {
    var table = new Table(List.of("FOR", "LIMIT", "VALUE"));
    answer
        .path("general")
        .properties()
        .forEach(of ->
            of.getValue()
                .properties()
                .forEach(limit ->
                    table.row(
                        List.of(words(of.getKey()), limit.getKey(), limit.getValue().asText()))));
    answer
        .path("own")
        .forEach(own ->
            table.row(
                List.of(
                    own.has("thing")
                        ? "thing " + own.path("thing").asText()
                        : "principal " + own.path("principal").asText(),
                    own.path("limit").asText(),
                    own.path("value").asText())));
    return table;
  }

  private static String words(String of) {
    return of.equals("account") ? "the account" : "each " + of;
  }
}
