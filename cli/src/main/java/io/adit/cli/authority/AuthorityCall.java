package io.adit.cli.authority;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.cli.answer.JsonText;
import io.adit.cli.answer.OutputFormat;
import io.adit.cli.answer.Table;
import io.adit.cli.answer.Width;
import io.adit.cli.api.ApiAccess;
import io.adit.cli.api.ApiOptions;
import io.adit.cli.api.SignedCalls;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands have in common: where they call, and how they answer. */
final class AuthorityCall {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Mixin private final ApiOptions api = new ApiOptions();

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      description = "text (default) or json.",
      converter = OutputFormat.Converter.class)
  private OutputFormat format = OutputFormat.TEXT;

  AuthorityCall() {}

  /** Calls an operation of Adit's own. */
  JsonNode call(String operation, JsonNode input) {
    try (SignedCalls calls = new SignedCalls(ApiAccess.find(api.chosen(), System.getenv()))) {
      return calls.call("Adit." + operation, input);
    }
  }

  /** Prints an answer, or for people the list of authorities in it. */
  void show(JsonNode answer, Iterable<JsonNode> authorities) {
    PrintWriter out = out();
    switch (format) {
      case JSON -> out.println(JsonText.of(answer));
      case TEXT -> {
        var table =
            new Table(
                List.of("AUTHORITY", "THINGS NAMED BY", "MAKES THINGS", "VALID UNTIL", "SUBJECT"));
        authorities.forEach(each ->
            table.row(
                List.of(
                    each.path("authorityId").asText(),
                    each.path("thingNameRule").asText(),
                    each.path("createsThings").asBoolean() ? "yes" : "no",
                    Instant.ofEpochSecond(each.path("notAfter").asLong()).toString(),
                    each.path("subject").asText())));
        table.print(out, Width.ofOutput());
      }
    }
    out.flush();
  }

  void say(String text) {
    out().println(text);
    out().flush();
  }

  private PrintWriter out() {
    if (spec == null) {
      throw new IllegalStateException("picocli has not set the command up");
    }
    return spec.commandLine().getOut();
  }
}
