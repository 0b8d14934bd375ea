package io.adit.cli.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.adit.cli.CommandFailedException;
import io.adit.cli.DataOption;
import io.adit.cli.answer.JsonText;
import io.adit.cli.answer.OutputFormat;
import io.adit.cli.answer.Table;
import io.adit.cli.answer.Width;
import io.adit.cli.api.ApiAccess;
import io.adit.cli.api.ApiOptions;
import io.adit.cli.api.SignedCalls;
import io.adit.server.OwnersAccess;
import io.adit.server.StartupException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What the commands have in common: where they call, and how they answer. A server that is named is
 * called; otherwise it is the data folder that is worked on, as its owner.
 */
final class AccessApi {
  private static final JsonMapper JSON = new JsonMapper();

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Mixin private final ApiOptions api = new ApiOptions();
  @Mixin private final DataOption data = new DataOption();

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      description = "text (default) or json.",
      converter = OutputFormat.Converter.class)
  private OutputFormat format = OutputFormat.TEXT;

  AccessApi() {}

  /** Calls an operation of Adit's own; what the server warns of is shown. */
  JsonNode call(String operation, JsonNode input) {
    JsonNode answer = answer(operation, input);
    answer.path("warnings").forEach(warning -> note("warning: " + warning.asText()));
    return answer;
  }

  private JsonNode answer(String operation, JsonNode input) {
    if (!data.isGiven() && ApiAccess.isNamed(api.chosen(), System.getenv())) {
      try (var calls = new SignedCalls(ApiAccess.find(api.chosen(), System.getenv()))) {
        return calls.call("Adit." + operation, input);
      }
    }
    try (var access = OwnersAccess.open(data.folder(System.getenv()))) {
      return JSON.readTree(access.call(operation, input.toString()));
    } catch (StartupException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer that is no JSON", e);
    }
  }

  boolean isJson() {
    return format == OutputFormat.JSON;
  }

  void print(JsonNode answer) {
    say(JsonText.of(answer));
  }

  void print(Table table) {
    table.print(out(), Width.ofOutput());
    out().flush();
  }

  void say(String text) {
    out().println(text);
    out().flush();
  }

  /** For people, beside what scripts read. */
  void note(String text) {
    PrintWriter err = spec().commandLine().getErr();
    err.println(text);
    err.flush();
  }

  private PrintWriter out() {
    return spec().commandLine().getOut();
  }

  private CommandSpec spec() {
    if (spec == null) {
      throw new IllegalStateException("picocli has not set the command up");
    }
    return spec;
  }
}
