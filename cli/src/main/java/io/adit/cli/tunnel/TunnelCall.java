package io.adit.cli.tunnel;

import io.adit.cli.answer.OutputFormat;
import io.adit.cli.api.ApiAccess;
import io.adit.cli.api.ApiOptions;
import io.adit.cli.api.Tunnels;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands have in common: where they call, and how they answer. */
final class TunnelCall {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Mixin private final ApiOptions api = new ApiOptions();

  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      description = "text (default) or json.",
      converter = OutputFormat.Converter.class)
  private OutputFormat format = OutputFormat.TEXT;

  TunnelCall() {}

  Tunnels connect() {
    return new Tunnels(ApiAccess.findAny(api.chosen(), System.getenv()));
  }

  Answer answer() {
    return new Answer(out(), format);
  }

  PrintWriter out() {
    if (spec == null) {
      throw new IllegalStateException("picocli has not set the command up");
    }
    return spec.commandLine().getOut();
  }

  boolean isJson() {
    return format == OutputFormat.JSON;
  }
}
