package io.adit.cli.limits;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.cli.ExitCode;
import io.adit.cli.answer.JsonText;
import io.adit.cli.answer.Table;
import io.adit.cli.api.OwnCall;
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
  @Mixin private final OwnCall call = new OwnCall();

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
                    addRows(table, words(of.getKey()), limit.getKey(), limit.getValue().asText())));
    answer
        .path("own")
        .forEach(own ->
            addRows(
                table,
                own.has("thing")
                    ? "thing " + own.path("thing").asText()
                    : "principal " + own.path("principal").asText(),
                own.path("limit").asText(),
                own.path("value").asText()));
    return table;
  }

  /** A row for each call that has a rate, and one for anything else. */
  private static void addRows(Table table, String of, String limit, String value) {
    for (String each : value.split(",", -1)) {
      int equals = each.indexOf('=');
      table.row(
          equals < 0
              ? List.of(of, limit, each)
              : List.of(of, limit + " " + each.substring(0, equals), each.substring(equals + 1)));
    }
  }

  private static String words(String of) {
    return of.equals("account") ? "the account" : "each " + of;
  }
}
