package io.adit.cli.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.adit.cli.answer.JsonText;
import io.adit.cli.answer.OutputFormat;
import io.adit.cli.answer.Table;
import io.adit.cli.answer.Width;
import java.io.PrintWriter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What commands for Adit's own operations have in common: where they call, how they answer. */
public final class OwnCall {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Mixin private final ApiOptions api = new ApiOptions();

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      description = "text (default) or json.",
      converter = OutputFormat.Converter.class)
  private OutputFormat format = OutputFormat.TEXT;

  /** A public constructor, because picocli makes it. */
  public OwnCall() {}

  /** For several calls, one after the other. */
  public SignedCalls calls() {
    return new SignedCalls(ApiAccess.find(api.chosen(), System.getenv()));
  }

  /** Calls one of Adit's own operations. */
  public JsonNode call(String operation, JsonNode input) {
    try (SignedCalls calls = calls()) {
      return calls.call("Adit." + operation, input);
    }
  }

  /** Prints an answer, or for people a table of it. */
  public void show(JsonNode answer, Supplier<Table> table) {
    PrintWriter out = out();
    switch (format) {
      case JSON -> out.println(JsonText.of(answer));
      case TEXT -> table.get().print(out, Width.ofOutput());
    }
    out.flush();
  }

  /** Prints a line at once. */
  public void say(String text) {
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
