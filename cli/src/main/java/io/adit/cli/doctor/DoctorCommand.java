package io.adit.cli.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.adit.cli.CommandFailedException;
import io.adit.cli.ExitCode;
import io.adit.cli.api.ApiAccess;
import io.adit.cli.api.ApiOptions;
import io.adit.cli.api.SignedCalls;
import io.adit.cli.api.TunnelId;
import java.io.Console;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code adit doctor}: says why a tunnel is silent. */
@Command(
    name = "doctor",
    header = "Say why a tunnel is silent, and what to do.",
    description = {
      "",
      "Asks the server which sides are connected, what the last problem was and who was refused."
          + " Without TUNNEL: one line for each open tunnel.",
      "",
      "The server and the access key are found as the AWS CLI finds them: 'adit env' sets both.",
      ""
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit codes:",
      "  0  all is well",
      "  1  the command line is wrong",
      "  2  the server cannot be asked, or does not know the tunnel",
      "  3  a tunnel has a problem",
      "",
      "Examples:",
      "  adit doctor",
      "  adit doctor 6ff0a5e1-0b41-4b41-9a4c-0c0a8f0f8f5e",
      "  adit doctor --output json TUNNEL | jq '.findings[0].what'"
    })
public final class DoctorCommand implements Callable<Integer> {
  static final String DIAGNOSE = "Adit.DiagnoseTunnel";

  private static final int DEFAULT_COLUMNS = 80;
  private static final int FEWEST_COLUMNS = 40;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
          .build();

  /** How the answer is shown. */
  enum Output {
    TEXT,
    JSON
  }

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "TUNNEL", arity = "0..1", description = "The tunnel's id or ARN.")
  private @Nullable String tunnel;

  @Mixin private final ApiOptions api = new ApiOptions();

  @Option(names = "--output", paramLabel = "FORMAT", description = "text (default) or json.")
  private String output = "text";

  /** A public constructor, because picocli makes it. */
  public DoctorCommand() {}

  @Override
  public Integer call() {
    CommandSpec command = requireSpec();
    Output format = format(command);
    Map<String, String> environment = System.getenv();
    PrintWriter out = command.commandLine().getOut();
    Page page = new Page(out, columns(environment), isColourful(environment));
    String id = tunnel == null ? null : TunnelId.of(tunnel);
    ApiAccess access = ApiAccess.find(api.chosen(), environment);
    try (SignedCalls calls = new SignedCalls(access)) {
      boolean healthy =
          id == null ? new Overview(calls).show(page, format) : showOne(calls, id, page, format);
      out.flush();
      return healthy ? ExitCode.OK : ExitCode.UNHEALTHY;
    }
  }

  private static boolean showOne(SignedCalls calls, String id, Page page, Output format) {
    JsonNode answer = calls.call(DIAGNOSE, input(id));
    Diagnosis diagnosis = read(answer);
    switch (format) {
      case TEXT -> new Report(diagnosis, page, ZoneId.systemDefault()).print();
      case JSON -> page.out().println(pretty(answer));
    }
    return diagnosis.healthy();
  }

  static JsonNode input(String tunnelId) {
    return JSON.createObjectNode().put("tunnelId", tunnelId);
  }

  static Diagnosis read(JsonNode answer) {
    try {
      return JSON.treeToValue(answer, Diagnosis.class);
    } catch (JsonProcessingException e) {
      throw new CommandFailedException(
          "the server's answer is not what this version of doctor understands: "
              + e.getOriginalMessage());
    }
  }

  static String pretty(JsonNode json) {
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what was read as JSON can be written", e);
    }
  }

  private Output format(CommandSpec command) {
    return switch (output) {
      case "text" -> Output.TEXT;
      case "json" -> Output.JSON;
      default ->
          throw new ParameterException(
              command.commandLine(), "--output: '" + output + "' is neither text nor json");
    };
  }

  private CommandSpec requireSpec() {
    if (spec == null) {
      throw new IllegalStateException("picocli has not set the command up");
    }
    return spec;
  }

  private static int columns(Map<String, String> environment) {
    String columns = environment.getOrDefault("COLUMNS", "");
    return columns.matches("[0-9]{1,4}")
        ? Math.max(FEWEST_COLUMNS, Integer.parseInt(columns))
        : DEFAULT_COLUMNS;
  }

  /** On a terminal that has colours, where the user has not said no (no-color.org). */
  private static boolean isColourful(Map<String, String> environment) {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "").toLowerCase(Locale.ROOT).equals("dumb");
  }
}
